using SessionCleanup.Packaging.Documents;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>What Tab offers, in the shells themselves.</summary>
public sealed class CompletionTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("session-cleanup-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Tab_completes_the_commands_and_options_of_help_and_the_values_of_an_option(string shell)
    {
        var commands = await HelpText.CommandsAsync();
        var offered = await CompleteAsync(
            shell,
            null,
            [
                "session-cleanup ",
                "session-cleanup cle",
                "session-cleanup cleanup --output j",
                .. commands.Select(command => $"session-cleanup {command} --"),
            ]);

        Assert.Superset(commands.ToHashSet(), offered[0]);
        Assert.Equal(["cleanup"], offered[1]);
        Assert.Equal(["json"], offered[2]);
        foreach (var (command, options) in commands.Zip(offered.Skip(3)))
        {
            Assert.Equal((await HelpText.OptionsAsync(command)).Keys.ToHashSet(), options);
        }
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Tab_completes_the_runs_that_undo_can_name(string shell)
    {
        var connection = await server.EmptyDatabaseAsync();
        Assert.Equal(0, (await CommandLine.RunAsync("migrate", "--connection", connection)).ExitStatus);
        await Sql.ExecuteAsync(connection, "SELECT cleanup_sessions(); SELECT cleanup_sessions()");

        var offered = await CompleteAsync(
            shell,
            connection,
            "session-cleanup undo ",
            $"session-cleanup undo --connection '{connection}' ",
            "session-cleanup undo --connection Host=/nowhere ");

        Assert.Equal(["1", "2"], offered[0]);
        Assert.Equal(["1", "2"], offered[1]);
        Assert.DoesNotContain("1", offered[2]);
    }

    /// <returns>What is offered for each line.</returns>
    private async Task<List<HashSet<string>>> CompleteAsync(string shell, string? connection, params string[] lines)
    {
        var program = ProgramDefinition.Read();
        var completion = Path.Combine(_directory.FullName, $"completion.{shell}");
        await File.WriteAllTextAsync(
            completion,
            shell switch
            {
                "bash" => BashCompletion.Render(program),
                "zsh" => ZshCompletion.Render(program),
                _ => FishCompletion.Render(program),
            },
            TestContext.Current.CancellationToken);
        var result = await ProcessResult.RunAsync(
            shell,
            [Path.Combine(AppContext.BaseDirectory, "Support", $"complete.{shell}"), completion, .. lines],
            new Dictionary<string, string?>
            {
                ["SESSION_CLEANUP_CONNECTION"] = connection,
                ["PATH"] = $"{Path.GetDirectoryName(CommandLine.Program)}:{Environment.GetEnvironmentVariable("PATH")}",
            });
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        List<HashSet<string>> offered = [[]];
        foreach (var word in result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == ".")
            {
                offered.Add([]);
            }
            else
            {
                offered[^1].Add(word);
            }
        }

        Assert.Equal(lines.Length + 1, offered.Count);
        return offered;
    }
}
