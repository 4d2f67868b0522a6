using System.Text.Json;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>status as the host of a monitoring plugin runs it, and the alerts of Prometheus.</summary>
public sealed class PluginTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task Between_the_thresholds_it_is_a_WARNING_with_performance_data()
    {
        await Given.ExpiredSessionsAsync(3);
        await Database.ExecuteAsync(
            "INSERT INTO cleanup_run (started_at, finished_at) VALUES (now(), now() - interval '2 hours')");

        var result = await CheckAsync("--warn-age=1h", "--max-age=1d", "--warn-backlog=2", "--max-backlog=1000");

        Assert.Equal((1, ""), (result.ExitStatus, result.StandardError));
        Assert.Matches(
            "^WARNING: no cleanup has succeeded for 2h.*, more than 1h; 3 sessions are expired and not cleaned up, "
            + "more than 2 "
            + @"\| age=72\d\ds;3600;86400 backlog=3;2;1000\n",
            result.StandardOutput);
    }

    [Fact]
    public async Task A_problem_of_the_installation_is_CRITICAL()
    {
        var database = await Server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            "INSERT INTO cleanup_run (finished_at) VALUES (now()); ALTER TABLE session DISABLE TRIGGER "
                + "session_after_deactivation");

        var result = await CommandLine.RunAsync("status", "--max-age=1d", "--timeout=1h", "--connection", database);

        Assert.Equal(2, result.ExitStatus);
        Assert.StartsWith("CRITICAL: trigger is disabled: session_after_deactivation", result.StandardOutput,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_not_be_found_out_is_UNKNOWN_on_stdout()
    {
        await using var holder = await Database.OpenAsync(_ => { });
        await holder.ExecuteAsync("BEGIN; LOCK TABLE session");
        var empty = await Server.EmptyDatabaseAsync();

        var refused = new NpgsqlConnectionStringBuilder(await Server.DisposableMigratedDatabaseAsync())
        {
            Username = PostgresServer.Runner,
            Password = "runner",
            Pooling = false,
        }.ConnectionString;

        foreach (var connection in (string[])[Database.ConnectionString, empty, refused,
            "Host=127.0.0.1;Port=1;Username=nobody;Database=x"])
        {
            var result = await CommandLine.RunAsync("status", "--max-age=1d", "--timeout=3s", "--connection",
                connection);

            Assert.Equal((3, ""), (result.ExitStatus, result.StandardError));
            Assert.StartsWith("UNKNOWN: ", result.StandardOutput, StringComparison.Ordinal);
        }

        var noCheck = await CommandLine.RunAsync("status", "--timeout=3s", "--connection", Database.ConnectionString);
        Assert.Equal((1, ""), (noCheck.ExitStatus, noCheck.StandardOutput));
    }

    /// <summary>A table so large that counting it takes longer than the host of the plugin waits.</summary>
    [Fact]
    public async Task Where_counting_the_sessions_takes_too_long_the_answer_comes_without_it()
    {
        var database = await Server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            INSERT INTO cleanup_run (finished_at) VALUES (now());
            CREATE OR REPLACE VIEW session_statistics AS
            SELECT session_type, 0::bigint AS active, 0::bigint AS expired, 0::bigint AS inactive, 0::bigint AS total
              FROM session_type, pg_sleep(60);
            SELECT session_cleanup_record_objects();
            """);

        Task<ProcessResult> StatusAsync(params string[] options) =>
            CommandLine.RunAsync(["status", "--timeout=6s", "--connection", database, .. options]);

        var check = await StatusAsync("--max-age=1d");
        Assert.Equal((0, ""), (check.ExitStatus, check.StandardError));
        Assert.StartsWith("OK: last success ", check.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            "\nsessions by type: counting them takes more than half of --timeout\n", check.StandardOutput,
            StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await StatusAsync("--output=json")).StandardOutput);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("session_statistics").ValueKind);
        Assert.Contains(
            "counting them takes more than half of --timeout", (await StatusAsync("--output=html")).StandardOutput,
            StringComparison.Ordinal);

        // A metric that is absent would silence the alert on it.
        var metrics = await StatusAsync("--output=prometheus");
        Assert.Equal((1, ""), (metrics.ExitStatus, metrics.StandardOutput));
        Assert.Contains(
            "Counting the sessions takes more than half of --timeout", metrics.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--warn-age=2d", "--max-age=1d")]
    [InlineData("--warn-backlog=3", "--max-backlog=2")]
    [InlineData("--max-age=nonsense", "--max-backlog=2")]
    [InlineData("--max-age=1d", "--timeout=0")]
    public async Task Thresholds_the_wrong_way_round_are_wrong_usage(params string[] options)
    {
        var result = await CommandLine.RunAsync(["status", "--connection", Database.ConnectionString, .. options]);

        Assert.Equal(64, result.ExitStatus);
        Assert.StartsWith("UNKNOWN: ", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_JSON_the_state_is_a_key_on_stdout_also_when_it_is_UNKNOWN()
    {
        var never = await CheckAsync("--max-age=1d", "--output=json");
        Assert.StartsWith("{\"state\":\"CRITICAL\",\"problems\":[\"no cleanup has ever succeeded\"]",
            never.StandardOutput, StringComparison.Ordinal);

        var down = await CommandLine.RunAsync(
            "status", "--max-age=1d", "--output=json", "--connection",
            "Host=127.0.0.1;Port=1;Username=nobody;Database=x");
        Assert.Equal(3, down.ExitStatus);
        Assert.StartsWith("{\"state\":\"UNKNOWN\",\"problems\":[\"The PostgreSQL server can", down.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("\"error\":\"", down.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_alert_fires_and_does_not()
    {
        var result = await ProcessResult.RunAsync(
            "promtool", ["test", "rules", Path.Combine(AppContext.BaseDirectory, "alerts_test.yml")]);

        Assert.True(result.ExitStatus == 0, result.AllOutput);
    }

    /// <summary>A status of 1 is a warning here, not an error.</summary>
    private Task<ProcessResult> CheckAsync(params string[] options) => ProcessResult.RunAsync(
        CommandLine.Program, ["status", "--timeout=1h", "--connection", Database.ConnectionString, .. options]);
}
