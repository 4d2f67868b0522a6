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

        Assert.Superset(commands.ToHashSet(), await CompleteAsync(shell, "session-cleanup "));
        Assert.Equal(["cleanup"], await CompleteAsync(shell, "session-cleanup cle"));
        Assert.Equal(["json"], await CompleteAsync(shell, "session-cleanup cleanup --output j"));
        foreach (var command in commands)
        {
            Assert.Equal((await HelpText.OptionsAsync(command)).Keys.ToHashSet(), await CompleteAsync(shell, $"session-cleanup {command} --"));
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

        Assert.Equal(["1", "2"], await CompleteAsync(shell, "session-cleanup undo ", connection));
        Assert.Equal(["1", "2"], await CompleteAsync(shell, $"session-cleanup undo --connection '{connection}' "));
        Assert.DoesNotContain("1", await CompleteAsync(shell, "session-cleanup undo --connection Host=/nowhere ", connection));
    }

    private async Task<HashSet<string>> CompleteAsync(string shell, string line, string? connection = null)
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
        var capture = Path.Combine(AppContext.BaseDirectory, "Support", $"complete.{shell}");
        var result = await ProcessResult.RunAsync(
            shell,
            [capture, completion, line],
            new Dictionary<string, string?>
            {
                ["SESSION_CLEANUP_CONNECTION"] = connection,
                ["PATH"] = $"{Path.GetDirectoryName(CommandLine.Program)}:{Environment.GetEnvironmentVariable("PATH")}",
            });
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        return [.. result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
