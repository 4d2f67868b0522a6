using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// docker-compose.yml and its images, on a real engine; scripts/test leaves it out, and says so, where there is none.
/// </summary>
[Trait("needs", "docker")]
public sealed class ContainerTests
{
    [Fact]
    public async Task Compose_starts_PostgreSQL_with_pg_cron_migrates_once_and_cleans_up()
    {
        // Short: with it, a container's name is a host name, whose labels have at most 63 letters.
        var project = $"session-cleanup-test-{Guid.NewGuid().ToString("N")[..8]}";
        try
        {
            await ComposeAsync("up", "--detach");
            Assert.StartsWith("127.0.0.1:", await ComposeAsync("port", "postgres", "5432"), StringComparison.Ordinal);
            Assert.Contains("0 sessions cleaned up", await ComposeAsync("run", "--rm", "-T", "cleanup"),
                StringComparison.Ordinal);
            await PsqlAsync(
                "INSERT INTO session (session_type, expires_at) SELECT 'collaborative', now() - interval '1 day' FROM "
                    + "generate_series(1, 3)");
            Assert.Contains("3 sessions cleaned up", await ComposeAsync("run", "--rm", "-T", "cleanup"),
                StringComparison.Ordinal);

            // What the image's HEALTHCHECK runs.
            var healthCheck = await DockerAsync("image", "inspect", "--format",
                "{{join .Config.Healthcheck.Test \" \"}} as {{.Config.User}}", "session-cleanup:0.2.1");
            Assert.Equal("CMD session-cleanup status --max-age 26h as 65532:65532", healthCheck.Trim());
            Assert.StartsWith("OK: ", await ComposeAsync("run", "--rm", "-T", "cleanup", "status", "--max-age", "26h"),
                StringComparison.Ordinal);

            await PsqlAsync("CREATE EXTENSION pg_cron");
            Assert.StartsWith("Created", await ComposeAsync("run", "--rm", "-T", "cleanup", "schedule", "0 2 * * *"),
                StringComparison.Ordinal);
        }
        finally
        {
            await ComposeAsync("down", "--volumes");
        }

        async Task<string> ComposeAsync(params string[] arguments)
        {
            var compose = Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_COMPOSE")
                ?? throw new InvalidOperationException(
                    "There is no Docker Compose to test with. Run scripts/test, which finds it.");
            return await RunAsync([.. compose.Split(' '), "--project-name", project, .. arguments]);
        }

        Task<string> PsqlAsync(string sql) =>
            ComposeAsync("exec", "-T", "postgres", "psql", "--username=postgres", "--set=ON_ERROR_STOP=1", "rooms",
                "--command", sql);
    }

    private static Task<string> DockerAsync(params string[] arguments) => RunAsync(["docker", .. arguments]);

    private static async Task<string> RunAsync(string[] command)
    {
        // A port of its own.
        var result = await ProcessResult.RunAsync(command[0], command[1..], new Dictionary<string,
            string?>
        { ["POSTGRES_PORT"] = "0" });
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        return result.StandardOutput;
    }
}
