using SessionCleanup.Output;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>stdout, stderr and files that can't be written, or that somebody writes control characters to.</summary>
public sealed class OutputTests(PostgresServer server) : DatabaseTest(server)
{
    // All that a terminal or a log takes for more than a character: ESC, C0, C1, DEL, changes of direction, separators.
    private const string Hostile =
        "a\u001b[2Jb\u0007c\u009b31md\u007fe\u202ef\u2066g\u2028h\u2029i\u200ej\r§K\n§L\u0085§m";

    [Theory]
    [InlineData(">/dev/full 2>/dev/full", 1)]
    [InlineData(">/dev/full", 1)]
    [InlineData("2>/dev/full", 0)]
    [InlineData(">&- 2>&-", 1)]
    [InlineData("<&- >&- 2>&-", 1)]
    [InlineData("2>&-", 0)]
    [InlineData("--verbose | head -1", 1)]
    [InlineData("--verbose --output json >/dev/full", 1)]
    [InlineData("--batch-size 0 --output json >&-", 1)]
    public async Task Output_that_can_not_be_written_changes_nothing_of_what_is_done(string redirection, int exitStatus)
    {
        await Given.ExpiredSessionsAsync(2000);

        var result = await ShellAsync($"\"$PROGRAM\" cleanup {redirection}");

        Assert.Equal(exitStatus, result.ExitStatus);
        Assert.Equal(2000, await Database.ScalarAsync<long>("SELECT count(*) FROM session WHERE NOT is_active"));
        Assert.Equal(1,
            await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run WHERE finished_at IS NOT NULL"));
    }

    [Theory]
    [InlineData("--help >/dev/full", 1)]
    [InlineData("status >/dev/full 2>/dev/full", 1)]
    [InlineData("status --output json >&-", 1)]
    [InlineData("migrate >/dev/full 2>&-", 1)]
    [InlineData("bogus 2>/dev/full", 64)]
    [InlineData("cleanup --dry-run=yes >&- 2>&-", 64)]
    public async Task Every_command_ends_when_its_output_can_not_be_written(string arguments, int exitStatus) =>
        Assert.Equal(exitStatus, (await ShellAsync($"\"$PROGRAM\" {arguments}")).ExitStatus);

    [Fact]
    public async Task Nothing_hostile_reaches_a_terminal_or_a_log()
    {
        await Given.ExpiredSessionAsync();
        await Database.ExecuteAsync("UPDATE session SET title = $1", Hostile);
        await Database.ExecuteAsync(
            "INSERT INTO cleanup_run (way_in, application_name, finished_at) VALUES ($1, $1, now())", Hostile);

        foreach (var arguments in new[] { "cleanup --dry-run --verbose", "status",
            "cleanup --dry-run --verbose --output json", "status --output json" })
        {
            var log = await ShellAsync($"\"$PROGRAM\" {arguments}");
            AssertHarmless(log);
        }

        await Database.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''%'', TG_ARGV[0]; END';
            CREATE TRIGGER refuse BEFORE INSERT ON cleanup_run EXECUTE FUNCTION refuse(E'{Hostile.Replace("\n", "\\n", StringComparison.Ordinal)}');
            """);
        var failed = await ShellAsync("\"$PROGRAM\" cleanup");
        await Database.ExecuteAsync("DROP FUNCTION refuse CASCADE");

        Assert.Equal(1, failed.ExitStatus);
        AssertHarmless(failed);

        static void AssertHarmless(ProcessResult result)
        {
            Assert.DoesNotMatch("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u202e\u2066\u2028\u2029]",
                result.AllOutput);
            Assert.All(
                result.AllOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => Assert.DoesNotMatch("^§", line));
        }
    }

    [Fact]
    public void Clean_text_keeps_what_people_write()
    {
        Assert.Equal("Zürich 東京 👩‍💻 ok\tx", PlainText.Clean("Zürich 東京 👩‍💻 ok\tx"));
        Assert.Equal("a b c d", PlainText.OneLine("a\nb\u2028c\u202ed"));
    }

    [Fact]
    public async Task An_output_file_replaces_a_regular_file_and_writes_through_anything_else()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        await ShellAsync(
            $"""
            cd {directory}
            echo old > regular; chmod 640 regular
            echo old > target; ln -s target link; ln -s missing dangling
            mkfifo pipe; cat pipe > piped &
            for file in regular link dangling new pipe /dev/null; do
              "$PROGRAM" status --output prometheus --output-file $file || echo "$file failed" >> failed
            done
            wait
            stat -c '%n %F %a' regular link dangling new /dev/null > listing
            """);

        Assert.Equal(
            [
                "regular regular file 640",
                "link symbolic link 777",
                "dangling symbolic link 777",
                "new regular file 644",
                "/dev/null character special file 666",
            ],
            await File.ReadAllLinesAsync(Path.Combine(directory, "listing"), TestContext.Current.CancellationToken));
        foreach (var file in new[] { "regular", "target", "missing", "new", "piped" })
        {
            Assert.StartsWith("# HELP",
                await File.ReadAllTextAsync(Path.Combine(directory, file), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }

        Assert.Equal(
            ["dangling", "link", "listing", "missing", "new", "pipe", "piped", "regular", "target"],
            Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task An_output_file_that_can_not_be_written_leaves_nothing_behind()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(Path.Combine(directory, "taken"));

        var result = await ShellAsync($"\"$PROGRAM\" status --output prometheus --output-file {directory}/taken");

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("The output file can't be written", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(["taken"], Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName));
        Directory.Delete(directory, recursive: true);
    }

    private Task<ProcessResult> ShellAsync(string script) => ProcessResult.RunAsync(
        "bash",
        ["-o", "pipefail", "-c", script],
        new Dictionary<string, string?>
        {
            ["PROGRAM"] = CommandLine.Program,
            ["SESSION_CLEANUP_CONNECTION"] = Database.ConnectionString,
        });
}
