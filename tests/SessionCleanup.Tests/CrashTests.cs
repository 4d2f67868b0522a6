using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// Rule 5 when something dies: whole batches only, nothing half done, the next run finishes the job, and what was
/// reported is true.
/// </summary>
public class CrashTests(PostgresServer server) : DatabaseTest(server)
{
    private const int Expired = 60;

    /// <summary>
    /// 60 expired sessions with two members online each. A batch of 10 takes at least 0.1 s, so that there is a middle
    /// to die in.
    /// </summary>
    private const string SlowDown =
        """
        CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END';
        CREATE TRIGGER slow_down BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION slow_down();
        """;

    [Theory]
    [InlineData("SELECT * FROM cleanup_sessions()", false)]
    [InlineData("CALL cleanup_sessions_in_batches(batch_size => 10)", true)]
    public async Task The_backend_is_terminated_in_a_batch(string sql, bool keepsBatches)
    {
        await using var database = await SlowDatabaseAsync();
        await using var connection = await database.OpenAsync(settings => settings.ApplicationName = "victim");
        var running = connection.ExecuteAsync(sql);
        await UntilInABatchAsync(database, "victim", afterBatches: keepsBatches);

        await database.ExecuteAsync("SELECT pg_terminate_backend($1)", connection.ProcessID);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => running);
        await UntilGoneAsync(database, "victim");
        var cleaned = await WholeBatchesAsync(database, 10);
        Assert.Equal(keepsBatches, cleaned > 0);
        await TheNextRunFinishesAsync(database);
    }

    [Fact]
    public async Task The_program_whose_backend_is_terminated_goes_on_and_says_so()
    {
        await using var database = await SlowDatabaseAsync();
        using var process = CommandLine.Start("cleanup", "--batch-size", "10", "--connection",
            database.ConnectionString);
        await UntilInABatchAsync(database, "session-cleanup", afterBatches: true);

        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'session-cleanup' AND "
                + "datname = current_database()");

        var result = await CommandLine.FinishAsync(process);
        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("Trying again in 0.1 s", result.StandardError, StringComparison.Ordinal);
        Assert.Contains($" {Expired} sessions cleaned up, {2 * Expired} members", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal([$"{Expired}|{2 * Expired}|True"], await RunsAsync(database));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task The_program_is_killed(string signal)
    {
        await using var database = await SlowDatabaseAsync();
        using var process = CommandLine.Start("cleanup", "--batch-size", "10", "--connection",
            database.ConnectionString);
        await UntilInABatchAsync(database, "session-cleanup", afterBatches: true);

        await ProcessResult.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);

        var result = await CommandLine.FinishAsync(process);
        await UntilGoneAsync(database, "session-cleanup");
        Assert.Equal(signal == "KILL" ? 137 : 143, result.ExitStatus);
        var cleaned = await WholeBatchesAsync(database, 10);
        Assert.InRange(cleaned, 10, Expired - 10);
        if (signal == "TERM")
        {
            Assert.Contains($" {cleaned} sessions cleaned up", result.StandardOutput, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("", result.StandardOutput);
        }

        await TheNextRunFinishesAsync(database);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10")]
    public async Task The_server_crashes_and_the_program_finishes_once_it_is_back(string batchSize)
    {
        await using var cluster = await PrivateCluster.StartAsync();
        await using var database = await SlowDatabaseAsync(cluster.ConnectionString);
        using var process = CommandLine.Start("cleanup", "--batch-size", batchSize, "--connection",
            database.ConnectionString);
        await UntilInABatchAsync(database, "session-cleanup", afterBatches: batchSize != "0");

        await cluster.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.StartAgainAsync();

        var result = await CommandLine.FinishAsync(process);
        Assert.True(result.ExitStatus == 0, result.StandardError);
        Assert.Contains("Trying again", result.StandardError, StringComparison.Ordinal);
        Assert.Contains($" {Expired} sessions cleaned up, {2 * Expired} members", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal([$"{Expired}|{2 * Expired}|True"], await RunsAsync(database));
        await WholeBatchesAsync(database, 10);
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_program_after_its_tries_and_the_next_run_finishes()
    {
        await using var cluster = await PrivateCluster.StartAsync();
        await using var database = await SlowDatabaseAsync(cluster.ConnectionString);
        using var process = CommandLine.Start("cleanup", "--batch-size", "10", "--connection",
            database.ConnectionString);
        await UntilInABatchAsync(database, "session-cleanup", afterBatches: true);

        await cluster.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        var result = await CommandLine.FinishAsync(process);

        Assert.Equal(1, result.ExitStatus);
        Assert.Equal("", result.StandardOutput);
        Assert.Equal(7, Regex.Count(result.StandardError, "Trying again"));
        await cluster.StartAgainAsync();
        await WholeBatchesAsync(database, 10);
        await TheNextRunFinishesAsync(database);
    }

    /// <summary>The first COMMIT begins the run, the last one finishes it, and between them are four batches.</summary>
    public static TheoryData<Cut, int> Cuts =>
        [.. from cut in new[] { Cut.BeforeCommit, Cut.AfterCommit } from commit in Enumerable.Range(1, 6) select (cut,
            commit)];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task The_connection_is_cut_around_COMMIT_and_what_is_reported_is_true(Cut cut, int commit)
    {
        await Given.ExpiredSessionsAsync(25);
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        await using var relay = new TcpRelay(0, settings, cut, commit);
        var connection = new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = relay.Port
        };

        var result = await CommandLine.RunAsync("cleanup", "--batch-size", "10", "--connection",
            connection.ConnectionString);

        Assert.True(result.ExitStatus == 0, result.StandardError);
        Assert.Contains("The connection was lost in a transaction", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(cut == Cut.BeforeCommit, result.StandardError.Contains("Trying again", StringComparison.Ordinal));
        Assert.Contains(" 25 sessions cleaned up, 50 members", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(["25|50|True"], await RunsAsync(Database));
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 25, Total: 25),
            await Database.CleanupAsync(dryRun: true));
    }

    /// <summary>
    /// A proxy drops the connection, and the server only notices when it has done the work and can't say so.
    /// </summary>
    [Fact]
    public async Task The_connection_is_cut_in_the_one_transaction_and_the_program_waits_for_what_becomes_of_it()
    {
        await using var database = await SlowDatabaseAsync();
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var relay = new TcpRelay(0, settings, Cut.InStatement, 1);
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = relay.Port
        };

        var result = await CommandLine.RunAsync("cleanup", "--batch-size", "0", "--connection",
            connection.ConnectionString);

        Assert.True(result.ExitStatus == 0, result.StandardError);
        Assert.Contains($" {Expired} sessions cleaned up, {2 * Expired} members", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal([$"{Expired}|{2 * Expired}|True"], await RunsAsync(database));
    }

    /// <summary>
    /// PgBouncer drops the connection with an error of its own, and the server does not notice until it has done the
    /// work.
    /// </summary>
    [Fact]
    public async Task A_pooler_cuts_the_one_transaction_and_the_program_waits_for_what_becomes_of_it()
    {
        await using var database = await TestDatabase.CreateAsync(await DisposableDatabaseAsync());
        await database.Given.ExpiredSessionsAsync(Expired);
        // Slow once: nextval() is not rolled back.
        await database.ExecuteAsync(
            """
            CREATE SEQUENCE times;
            CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF nextval(''public.times'') = 1 THEN PERFORM pg_sleep(5); END IF; RETURN NEW; END';
            CREATE TRIGGER slow_down BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION slow_down();
            """);
        await using var pgBouncer = await PgBouncer.StartAsync(database.ConnectionString, "query_timeout = 2");

        var result = await CommandLine.RunAsync("cleanup", "--batch-size", "0", "--connection",
            pgBouncer.Behind(database.ConnectionString));

        Assert.True(result.ExitStatus == 0, result.StandardError);
        Assert.Contains("The connection was lost in a transaction (08P01: query timeout)", result.StandardError,
            StringComparison.Ordinal);
        Assert.Contains($" {Expired} sessions cleaned up, {2 * Expired} members", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal([$"{Expired}|{2 * Expired}|True"], await RunsAsync(database));
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_cleanly_and_the_next_run_finishes()
    {
        // No file may grow beyond 17 MB: one WAL segment fits, the members' new row versions do not.
        await using var cluster = await PrivateCluster.StartAsync("autovacuum=off");
        await using var database = await MigratedAsync(cluster.ConnectionString);
        await database.ExecuteAsync(
            """
            INSERT INTO session (session_type, expires_at) SELECT 'collaborative', now() - interval '1 day' FROM generate_series(1, 20000);
            INSERT INTO session_member (session_id, user_id, is_online) SELECT session_id, number, true FROM session CROSS JOIN generate_series(4, 14) AS number;
            CHECKPOINT;
            """);
        await cluster.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.StartAgainAsync("ulimit -f 17000");

        var result = await CommandLine.RunAsync("cleanup", "--batch-size", "1000", "--connection",
            database.ConnectionString);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("could not extend file", result.StandardError, StringComparison.Ordinal);
        var cleaned = await WholeBatchesAsync(database, 1000);
        Assert.True(cleaned < 20000);
        await cluster.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.StartAgainAsync();
        await TheNextRunFinishesAsync(database, sessions: 20000, members: 220000);
    }

    [Fact]
    public async Task A_lock_that_is_held_for_ever_costs_the_run_one_session()
    {
        await Given.ExpiredSessionsAsync(5);
        var held = await Given.ExpiredSessionAsync(ago: 9.Days(), online: 1);
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync("UPDATE session_member SET last_active_at = now() WHERE session_id = $1", held);

        var result = await CommandLine.RunAsync("cleanup", "--batch-size", "2", "--connection",
            Database.ConnectionString);

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.Contains(" 5 sessions cleaned up, 10 members", result.StandardOutput, StringComparison.Ordinal);
        await application.ExecuteAsync("ROLLBACK");
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 6, Total: 6),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task A_statement_timeout_shorter_than_a_batch_makes_the_program_take_smaller_ones()
    {
        await using var database = await SlowDatabaseAsync();
        await database.ExecuteAsync($"ALTER DATABASE \"{Name(database)}\" SET statement_timeout = '200ms'");

        var result = await CommandLine.RunAsync("cleanup", "--connection", database.ConnectionString);

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("within the statement_timeout of 200ms; going on with batches of 5000", result.StandardError,
            StringComparison.Ordinal);
        Assert.Contains($" {Expired} sessions cleaned up", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal([$"{Expired}|{2 * Expired}|True"], await RunsAsync(database));
    }

    [Fact]
    public async Task A_statement_timeout_shorter_than_the_count_at_the_end_does_not_fail_a_run_that_has_done_its_work()
    {
        await using var database = await TestDatabase.CreateAsync(await DisposableDatabaseAsync());
        await database.Given.ExpiredSessionsAsync(3);
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NEW; END';
            CREATE TRIGGER slow_down BEFORE UPDATE OF finished_at ON cleanup_run FOR EACH ROW EXECUTE FUNCTION slow_down();
            ALTER DATABASE "{Name(database)}" SET statement_timeout = '500ms'
            """);

        var result = await CommandLine.RunAsync("cleanup", "--connection", database.ConnectionString);

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.Equal(["3|6|True"], await RunsAsync(database));
    }

    [Fact]
    public async Task A_statement_timeout_shorter_than_the_count_for_the_progress_bar_costs_the_bar_its_total()
    {
        await using var database = await TestDatabase.CreateAsync(await DisposableDatabaseAsync());
        await database.Given.ExpiredSessionsAsync(3);
        await database.ExecuteAsync($"ALTER DATABASE \"{Name(database)}\" SET statement_timeout = '300ms'");
        await using var ddl = await database.OpenAsync(settings => settings.Options = "-c statement_timeout=0");
        await ddl.ExecuteAsync("BEGIN");
        await ddl.ExecuteAsync("ALTER VIEW expired_session SET (security_barrier = false)");
        using var process = ProcessResult.Start(
            "script",
            ["--quiet", "--return", "--command", $"{CommandLine.Program} cleanup", "/dev/null"],
            new Dictionary<string,
            string?>
            { ["SESSION_CLEANUP_CONNECTION"] = database.ConnectionString, ["TERM"] = "xterm" });
        await Sql.UntilAsync(
            Database.ConnectionString,
            $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{Name(database)}' AND query LIKE "
                + $"'%cleanup_run_batch%' AND pid <> pg_backend_pid())");
        await ddl.ExecuteAsync("ROLLBACK");

        var result = await ProcessResult.FinishAsync(process);

        Assert.True(result.ExitStatus == 0, result.AllOutput);
        Assert.DoesNotMatch("[0-9] of [0-9]", result.StandardOutput);
        Assert.Equal(["3|6|True"], await RunsAsync(database));
    }

    [Fact]
    public async Task A_statement_timeout_ends_the_procedure_after_whole_batches_and_the_next_run_finishes()
    {
        await using var database = await SlowDatabaseAsync();
        await using var connection = await database.OpenAsync(settings =>
            settings.Options = "-c statement_timeout=800ms");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 10)"));

        Assert.Equal("57014", error.SqlState);
        Assert.InRange(await WholeBatchesAsync(database, 10), 10, Expired - 10);
        await TheNextRunFinishesAsync(database);
    }

    [Fact]
    public async Task Someone_who_cancels_the_statement_ends_the_program()
    {
        await using var database = await SlowDatabaseAsync();
        using var process = CommandLine.Start("cleanup", "--batch-size", "10", "--connection",
            database.ConnectionString);
        await UntilInABatchAsync(database, "session-cleanup", afterBatches: true);

        await database.ExecuteAsync(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'session-cleanup' AND "
                + "datname = current_database()");

        var result = await CommandLine.FinishAsync(process);
        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("The statement was cancelled", result.StandardError, StringComparison.Ordinal);
        await WholeBatchesAsync(database, 10);
        await TheNextRunFinishesAsync(database);
    }

    [Fact]
    [Trait("needs", "pg_basebackup")]
    public async Task On_a_hot_standby_a_dry_run_and_status_work_and_a_cleanup_says_that_it_needs_the_primary()
    {
        await using var primary = await PrivateCluster.StartAsync();
        await using var database = await MigratedAsync(primary.ConnectionString);
        await database.Given.ExpiredSessionsAsync(3);
        await using var standby = await PrivateCluster.StartStandbyAsync(primary);

        var dryRun = await CommandLine.RunAsync("cleanup", "--dry-run", "--verbose", "--connection",
            standby.ConnectionString);
        Assert.Equal((0, ""), (dryRun.ExitStatus, dryRun.StandardError));
        Assert.Contains(" 3 sessions would be cleaned up, 6 members would be set offline", dryRun.StandardOutput,
            StringComparison.Ordinal);

        var status = await CommandLine.RunAsync("status", "--max-backlog", "2", "--connection",
            standby.ConnectionString);
        Assert.Equal((2, ""), (status.ExitStatus, status.StandardError));
        Assert.StartsWith("CRITICAL: 3 sessions are expired and not cleaned up, more than 2", status.StandardOutput,
            StringComparison.Ordinal);

        var cleanup = await CommandLine.RunAsync("cleanup", "--connection", standby.ConnectionString);
        Assert.Equal(1, cleanup.ExitStatus);
        Assert.Contains("Connect to the primary", cleanup.StandardError, StringComparison.Ordinal);

        foreach (var (cluster, expected) in new[] { (primary, 0), (standby, 1) })
        {
            var needsPrimary =
                new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { TargetSessionAttributes = "primary" };
            var result = await CommandLine.RunAsync("cleanup", "--dry-run", "--connection",
                needsPrimary.ConnectionString);
            Assert.True(result.ExitStatus == expected, result.AllOutput);
        }

        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
    }

    private async Task<TestDatabase> SlowDatabaseAsync() =>
        await SlowDownAsync(await TestDatabase.CreateAsync(await DisposableDatabaseAsync()));

    private static async Task<TestDatabase> SlowDatabaseAsync(string connectionString) =>
        await SlowDownAsync(await MigratedAsync(connectionString));

    private static async Task<TestDatabase> SlowDownAsync(TestDatabase database)
    {
        await database.Given.ExpiredSessionsAsync(Expired);
        await database.ExecuteAsync(SlowDown);
        return database;
    }

    private static async Task<TestDatabase> MigratedAsync(string connectionString)
    {
        var migrated = await CommandLine.RunAsync("migrate", "--connection", connectionString);
        Assert.True(migrated.ExitStatus == 0, migrated.StandardError);
        return await TestDatabase.CreateAsync(connectionString);
    }

    private static async Task UntilInABatchAsync(TestDatabase database, string applicationName, bool afterBatches)
    {
        var patience = Stopwatch.StartNew();
        while (!await database.ScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND wait_event = 'PgSleep')
                   AND (NOT $2 OR EXISTS (SELECT FROM cleanup_run WHERE sessions_cleaned > 0))
            """, applicationName, afterBatches))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "The cleanup did not get into a batch.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task UntilGoneAsync(TestDatabase database, string applicationName)
    {
        while (await database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
            applicationName) > 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Every session with its members, whole batches, and the runs' figures are what happened.</summary>
    /// <returns>How many sessions are inactive.</returns>
    private static async Task<long> WholeBatchesAsync(TestDatabase database, int batchSize)
    {
        Assert.Empty(
            await database.RowsAsync(
                "SELECT * FROM session_member JOIN session USING (session_id) WHERE is_online AND NOT is_active"));
        Assert.Empty(
            await database.RowsAsync(
                "SELECT * FROM session JOIN session_member USING (session_id) WHERE is_active AND is_online <> "
                    + "(user_id <> 3)"));
        var cleaned = await database.ScalarAsync<long>("SELECT count(*) FROM session WHERE NOT is_active");
        Assert.Equal(0, cleaned % batchSize);
        Assert.Equal(cleaned,
            await database.ScalarAsync<long>("SELECT coalesce(sum(sessions_cleaned), 0)::bigint FROM cleanup_run"));
        return cleaned;
    }

    private static async Task TheNextRunFinishesAsync(TestDatabase database, int sessions = Expired,
        int members = 2 * Expired)
    {
        await database.ExecuteAsync("DROP FUNCTION IF EXISTS slow_down CASCADE");
        await database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 1000)");
        Assert.Equal(sessions, await WholeBatchesAsync(database, 1));
        Assert.Equal(members,
            await database.ScalarAsync<long>("SELECT sum(members_set_offline)::bigint FROM cleanup_run"));
    }

    private static Task<List<string>> RunsAsync(TestDatabase database) =>
        database.RowsAsync("SELECT sessions_cleaned, members_set_offline, finished_at IS NOT NULL FROM cleanup_run");

    private static string Name(TestDatabase database) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
}
