using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>With a real pg_cron, which lives in the database postgres and runs jobs in the others too.</summary>
[Trait("needs", "pg_cron")]
public sealed class CronTests : IAsyncLifetime
{
    private PrivateCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await PrivateCluster.StartAsync(
        "shared_preload_libraries=pg_cron", "cron.use_background_workers=on", "cron.database_name=postgres",
        "max_worker_processes=20");

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// In its own database, in another one, and in a third where it fails: pg_cron needs up to a minute, so they share
    /// it.
    /// </summary>
    [Fact]
    public async Task Scheduled_jobs_run_by_themselves_and_status_shows_what_became_of_them()
    {
        await using var home = await MigratedAsync("postgres");
        await using var rooms = await MigratedAsync("rooms");
        await using var broken = await MigratedAsync("broken");
        await home.ExecuteAsync("CREATE EXTENSION pg_cron");
        await broken.ExecuteAsync("DROP PROCEDURE cleanup_sessions_in_batches");
        foreach (var database in new[] { home, rooms, broken })
        {
            await database.Given.ExpiredSessionsAsync(3);
            var scheduled = await CommandLine.RunAsync("schedule", "* * * * *", "--connection",
                database.ConnectionString);
            Assert.Equal((0, ""), (scheduled.ExitStatus, scheduled.StandardError));
            Assert.StartsWith("Created the pg_cron job 'session-cleanup ", scheduled.StandardOutput,
                StringComparison.Ordinal);
            Assert.Matches("\nNext run: 20[0-9-]+T[0-9:]+:00Z\n$", scheduled.StandardOutput);
        }

        // Again: it is replaced, not doubled.
        var again = await CommandLine.RunAsync("schedule", "*/1 * * * *", "--output", "json", "--connection",
            rooms.ConnectionString);
        using (var json = JsonDocument.Parse(again.StandardOutput))
        {
            Assert.Equal("replaced", json.RootElement.GetProperty("action").GetString());
            Assert.Equal("rooms", json.RootElement.GetProperty("database").GetString());
            Assert.Equal("*/1 * * * *", json.RootElement.GetProperty("schedule").GetString());
        }

        Assert.Equal(3, await home.ScalarAsync<long>("SELECT count(*) FROM cron.job"));

        await UntilAsync(home,
            "SELECT count(DISTINCT jobid) = 3 FROM cron.job_run_details WHERE status IN ('succeeded', 'failed')");
        foreach (var database in new[] { home, rooms })
        {
            Assert.Equal(
                ["3|6|finished|cleanup_sessions_in_batches"],
                await database.RowsAsync(
                    "SELECT sessions_cleaned, members_set_offline, state, way_in FROM cleanup_run_history ORDER BY "
                        + "cleanup_run_id LIMIT 1"));
            var status = await CommandLine.RunAsync("status", "--max-age", "5m", "--connection",
                database.ConnectionString);
            Assert.Equal((0, ""), (status.ExitStatus, status.StandardError));
            Assert.Contains("pg_cron: next run 20", status.StandardOutput, StringComparison.Ordinal);
            Assert.Contains("pg_cron job session-cleanup ", status.StandardOutput, StringComparison.Ordinal);
            Assert.Matches(@"\n20\S+ \S+ +succeeded", status.StandardOutput);
        }

        var failing = await CommandLine.RunAsync("status", "--max-age", "1m", "--connection", broken.ConnectionString);
        Assert.Equal(2, failing.ExitStatus);
        Assert.StartsWith("CRITICAL: no cleanup has ever succeeded", failing.StandardOutput, StringComparison.Ordinal);
        Assert.Matches(@"\n20\S+ \S+ +failed", failing.StandardOutput);

        var removed = await CommandLine.RunAsync("unschedule", "--connection", rooms.ConnectionString);
        Assert.StartsWith("Removed the pg_cron job 'session-cleanup rooms'", removed.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal(2, await home.ScalarAsync<long>("SELECT count(*) FROM cron.job"));
        var nothing = await CommandLine.RunAsync("unschedule", "--connection", rooms.ConnectionString);
        Assert.Equal((0, "There was no job to remove."), (nothing.ExitStatus, nothing.StandardOutput.Trim()));

        // Stopped, it goes stale, and the health check says so.
        await rooms.ExecuteAsync("UPDATE cleanup_run SET finished_at = finished_at - interval '2 minutes'");
        var stale = await CommandLine.RunAsync("status", "--max-age", "1m", "--connection", rooms.ConnectionString);
        Assert.Equal(2, stale.ExitStatus);
        Assert.StartsWith("CRITICAL: no cleanup has succeeded for 2m", stale.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_reported_and_a_dry_run_prints_the_SQL()
    {
        await using var home = await MigratedAsync("postgres");
        await using var rooms = await MigratedAsync("rooms");
        await home.ExecuteAsync("CREATE ROLE deployer LOGIN");
        var asDeployer = rooms.ConnectionStringWith(settings => settings.Username = "deployer");

        var notCreated = await CommandLine.RunAsync("schedule", "0 2 * * *", "--connection", rooms.ConnectionString);
        Assert.Equal(1, notCreated.ExitStatus);
        Assert.Contains("pg_cron is loaded, and not created in database postgres", notCreated.StandardError,
            StringComparison.Ordinal);
        Assert.Contains("CREATE EXTENSION pg_cron;", notCreated.StandardError, StringComparison.Ordinal);

        await home.ExecuteAsync("CREATE EXTENSION pg_cron; GRANT pg_read_all_settings TO deployer");
        var notGranted = await CommandLine.RunAsync("schedule", "0 2 * * *", "--connection", asDeployer);
        Assert.Equal(1, notGranted.ExitStatus);
        Assert.Contains("GRANT USAGE ON SCHEMA cron TO deployer;", notGranted.StandardError, StringComparison.Ordinal);

        await home.ExecuteAsync("GRANT USAGE ON SCHEMA cron TO deployer");
        var notExecutable = await CommandLine.RunAsync("schedule", "0 2 * * *", "--connection", asDeployer);
        Assert.Equal(1, notExecutable.ExitStatus);
        Assert.Contains("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA cron TO deployer;", notExecutable.StandardError,
            StringComparison.Ordinal);

        var refused = await CommandLine.RunAsync("schedule", "every night", "--connection", rooms.ConnectionString);
        Assert.Equal(1, refused.ExitStatus);
        Assert.Contains("pg_cron refuses: invalid schedule: every night", refused.StandardError,
            StringComparison.Ordinal);
        Assert.Contains("'0 2 * * *' is daily at 2:00", refused.StandardError, StringComparison.Ordinal);

        var dryRun = await CommandLine.RunAsync("schedule", "0 2 * * *", "--dry-run", "--connection",
            rooms.ConnectionString);
        Assert.Equal(
            "-- In database postgres:\nSELECT cron.schedule_in_database('session-cleanup rooms', '0 2 * * *', 'CALL "
                + "public.cleanup_sessions_in_batches()', 'rooms');\n",
            dryRun.StandardOutput);
        Assert.Equal(0, await home.ScalarAsync<long>("SELECT count(*) FROM cron.job"));
        await home.ExecuteAsync(dryRun.StandardOutput);
        Assert.Equal(["session-cleanup rooms|rooms"], await home.RowsAsync("SELECT jobname, database FROM cron.job"));

        // One that is removed has no next run.
        var removed = await CommandLine.RunAsync("unschedule", "--output", "json", "--connection",
            rooms.ConnectionString);
        Assert.Contains("\"next_run\":null", removed.StandardOutput, StringComparison.Ordinal);
        await home.ExecuteAsync(dryRun.StandardOutput);
        var undo = await CommandLine.RunAsync("unschedule", "--dry-run", "--connection", rooms.ConnectionString);
        await home.ExecuteAsync(undo.StandardOutput);
        Assert.Equal(0, await home.ScalarAsync<long>("SELECT count(*) FROM cron.job"));
    }

    private async Task<TestDatabase> MigratedAsync(string name)
    {
        var settings = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString);
        if (name != "postgres")
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync();
            await connection.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0");
        }

        settings.Database = name;
        var migrated = await CommandLine.RunAsync("migrate", "--connection", settings.ConnectionString);
        Assert.True(migrated.ExitStatus == 0, migrated.StandardError);
        return await TestDatabase.CreateAsync(settings.ConnectionString);
    }

    private static async Task UntilAsync(TestDatabase database, string sql)
    {
        var patience = Stopwatch.StartNew();
        while (!await database.ScalarAsync<bool>(sql))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(130), sql);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}
