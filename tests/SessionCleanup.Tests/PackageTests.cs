using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The packages of scripts/package, installed as a user does. The program in the tarball is the one of all other tests.</summary>
[Trait("needs", "package")]
public sealed class PackageTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("session-cleanup-test-");

    private static string Packages => Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_PACKAGES")
        ?? throw new InvalidOperationException("There are no packages to test. Run scripts/test without --jit, which makes them.");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_tarball_is_whole_and_needs_nothing_of_the_environment()
    {
        await RunAsync("sha256sum", Packages, "--check", Path.GetFileName(Assert.Single(Directory.GetFiles(Packages, "*.sha256"))));
        await RunAsync("tar", _directory.FullName, "--extract", "--strip-components=1", "--file", Assert.Single(Directory.GetFiles(Packages, "*.tar.gz")));
        var program = Path.Combine(_directory.FullName, "session-cleanup");
        foreach (var path in new[] { "README.md", "sql/migrations", "sql/routines", "deploy/systemd/session-cleanup.service" })
        {
            Assert.True(Path.Exists(Path.Combine(_directory.FullName, path)), path);
        }

        Assert.Equal(
            await File.ReadAllBytesAsync(CommandLine.Program, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(program, TestContext.Current.CancellationToken));
        await MigratesAndCleansAsync(arguments => RunAsync("env", "/", ["-i", program, .. arguments]));
    }

    [Fact]
    public async Task The_NET_tool_installs_from_its_package()
    {
        var configuration = Path.Combine(_directory.FullName, "nuget.config");
        await File.WriteAllTextAsync(
            configuration,
            $"""<configuration><packageSources><clear /><add key="packages" value="{Packages}" /></packageSources></configuration>""",
            TestContext.Current.CancellationToken);
        await RunAsync(
            "dotnet", _directory.FullName, "tool", "install", "SessionCleanup", "--tool-path", _directory.FullName, "--configfile", configuration);

        await MigratesAndCleansAsync(arguments => RunAsync(Path.Combine(_directory.FullName, "session-cleanup"), "/", arguments));
    }

    private async Task MigratesAndCleansAsync(Func<string[], Task<string>> programAsync)
    {
        Assert.Matches(@"^session-cleanup \d+\.\d+\.\d+\+[0-9a-f]{40}\s*$", await programAsync(["--version"]));
        var connection = new NpgsqlConnectionStringBuilder(await server.EmptyDatabaseAsync()).ConnectionString;
        await programAsync(["migrate", "--connection", connection]);
        await using (var database = new NpgsqlConnection(connection))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await database.ExecuteAsync("INSERT INTO session (session_type, expires_at) VALUES ('collaborative', now() - interval '1 day')");
        }

        var cleaned = await programAsync(["cleanup", "--connection", connection]);
        Assert.Contains("1 session cleaned up, 0 members set offline", cleaned, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, string workingDirectory, params string[] arguments)
    {
        var result = await ProcessResult.RunAsync(program, arguments, workingDirectory: workingDirectory);
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        return result.StandardOutput;
    }
}
