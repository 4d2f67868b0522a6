using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// What needs tables of our own: their plans and indexes, our sample, and what an application adds to them.
/// </summary>
public sealed class OwnTablesTests(PostgresServer server) : DatabaseTest(server)
{
    [Theory]
    [InlineData("ALTER VIEW expired_session SET (security_barrier = false)")]
    [InlineData("UPDATE workspace SET sessions = 1")]
    public async Task What_somebody_else_keeps_locked_ends_the_run_soon_and_cleanly(string sql)
    {
        await using var database = await TestDatabase.CreateAsync(await Server.DisposableMigratedDatabaseAsync());
        await database.Given.ExpiredSessionAsync(online: 1);
        // An application's own bookkeeping.
        await database.ExecuteAsync(
            """
            CREATE TABLE workspace (sessions bigint);
            INSERT INTO workspace VALUES (1);
            CREATE FUNCTION count_sessions() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE public.workspace SET sessions = sessions - 1; RETURN NEW; END';
            CREATE TRIGGER count_sessions AFTER UPDATE OF is_active ON session FOR EACH ROW EXECUTE FUNCTION count_sessions();
            """);
        await using var application = await database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync(sql);
        await using var cleanup = await database.OpenAsync(settings => settings.Options = "-c statement_timeout=20s");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            cleanup.ExecuteAsync("SELECT cleanup_sessions()"));

        Assert.Equal("55P03", error.SqlState);
        await application.ExecuteAsync("ROLLBACK");
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 1, Total: 1),
            await database.CleanupAsync());
    }

    [Fact]
    public async Task Without_the_index_it_works_and_says_what_is_missing()
    {
        await using var database = await TestDatabase.CreateAsync(await Server.DisposableMigratedDatabaseAsync());
        await database.Given.ExpiredSessionsAsync(5);
        await database.ExecuteAsync("DROP INDEX session_session_type_is_active_expires_at_idx");

        var result = await CommandLine.RunAsync("cleanup", "--batch-size", "2", "--connection",
            database.ConnectionString);

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("Warning: the index on session (session_type, is_active, expires_at) is missing",
            result.StandardError, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX CONCURRENTLY", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(" 5 sessions cleaned up", result.StandardOutput, StringComparison.Ordinal);
    }

    /// <summary>On two processors, parallel workers would leave none to the application.</summary>
    [Theory]
    [InlineData("SELECT cleanup_sessions()")]
    [InlineData("SELECT cleanup_sessions(dry_run => true)")]
    [InlineData("CALL cleanup_sessions_in_batches()")]
    public async Task A_cleanup_uses_no_parallel_workers(string cleanup)
    {
        await Given.ExpiredSessionsAsync(1000);
        var plans = new List<string>();
        await using var connection = await OpenWithPlansAsync(plans);
        await connection.ExecuteAsync(
            """
            SET min_parallel_table_scan_size = 0;
            SET min_parallel_index_scan_size = 0;
            SET parallel_setup_cost = 0;
            SET parallel_tuple_cost = 0;
            """);
        await connection.ExecuteAsync("SELECT count(*) FROM session");
        Assert.Contains(plans, plan =>
            plan.Contains("Parallel", StringComparison.Ordinal)
                && plan.Contains(" on session", StringComparison.Ordinal));
        plans.Clear();

        await connection.ExecuteAsync(cleanup);

        Assert.Contains(plans, plan => plan.Contains("session_totals", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan =>
            plan.Contains("Parallel", StringComparison.Ordinal)
                && plan.Contains(" on session", StringComparison.Ordinal));
    }

    /// <summary>A count that read the whole table would take minutes where it is large.</summary>
    [Fact]
    public async Task A_run_counts_without_reading_the_table_where_a_VACUUM_has_seen_it()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO session (session_type, title)
            SELECT 'collaborative', repeat('x', 100) FROM generate_series(1, 20000);
            """);
        await Database.ExecuteAsync("VACUUM (ANALYZE) session");
        var plans = new List<string>();
        await using var connection = await OpenWithPlansAsync(plans);

        await connection.ExecuteAsync("SELECT cleanup_sessions()");

        var count = Assert.Single(plans, plan => plan.Contains("FROM public.session_totals", StringComparison.Ordinal))
            .Split('\n');
        Assert.Contains(count, line => line.Contains("Index Only Scan", StringComparison.Ordinal));
        Assert.All(
            count.Where(line => line.Contains("Heap Fetches: ", StringComparison.Ordinal)),
            line => Assert.EndsWith("Heap Fetches: 0", line, StringComparison.Ordinal));
        Assert.All(
            count.Where(line => line.Contains("Seq Scan on session ", StringComparison.Ordinal)),
            line => Assert.EndsWith("(never executed)", line, StringComparison.Ordinal));
    }

    /// <summary>HOT updates, which leave the indexes alone: the pages have room for them (migration 0002).</summary>
    [Fact]
    public async Task Members_go_offline_in_place()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO session (session_id, session_type, expires_at)
            SELECT number, 'collaborative', now() + CASE WHEN number % 10 = 0 THEN interval '-1 day' ELSE '1 day' END FROM generate_series(1, 1000) AS number;
            INSERT INTO session_member (session_id, user_id, is_online)
            SELECT session_id, number, number = 1 FROM session CROSS JOIN generate_series(1, 3) AS number
            """);
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync("BEGIN");

        Assert.Equal(new Cleanup(Cleaned: 100, MembersSetOffline: 100, Active: 900, Inactive: 100, Total: 1000),
            await connection.CleanupAsync());

        Assert.Equal(["100"],
            await connection.RowsAsync("SELECT pg_stat_get_xact_tuples_hot_updated('session_member'::regclass)"));
        await connection.ExecuteAsync("COMMIT");
    }

    [Fact]
    public async Task A_cleanup_changes_what_it_may_and_nothing_else()
    {
        await LoadSampleAsync();
        const string everything =
            """
            SELECT jsonb_agg(to_jsonb(session) ORDER BY session_id)::text FROM session
            UNION ALL SELECT jsonb_agg(to_jsonb(session_member) ORDER BY session_id, user_id)::text FROM session_member
            UNION ALL SELECT jsonb_agg(to_jsonb(session_type) ORDER BY session_type)::text FROM session_type
            """;
        await Database.ExecuteAsync(
            """
            CREATE UNLOGGED TABLE expected_session AS
                SELECT session.*, session_id IN (SELECT session_id FROM expired_session) AS expired FROM session;
            CREATE UNLOGGED TABLE expected_member AS
                SELECT session_member.*, expired FROM session_member JOIN expected_session USING (session_id);
            UPDATE expected_session SET is_active = false WHERE expired;
            UPDATE expected_member SET is_online = false WHERE expired;
            """);
        try
        {
            await Database.CleanupAsync();

            Assert.Empty(await Database.RowsAsync(
                """
                SELECT session_id FROM session FULL JOIN expected_session AS expected USING (session_id)
                 WHERE to_jsonb(session) - '{deactivated_at,cleanup_run_id}'::text[]
                       IS DISTINCT FROM to_jsonb(expected) - '{deactivated_at,cleanup_run_id,expired}'::text[]
                    OR (NOT expired AND session.deactivated_at IS DISTINCT FROM expected.deactivated_at)
                    OR (expired AND (session.deactivated_at IS NULL OR session.cleanup_run_id IS NULL))
                UNION ALL
                SELECT session_id FROM session_member FULL JOIN expected_member AS expected USING (session_id, user_id)
                 WHERE to_jsonb(session_member) IS DISTINCT FROM to_jsonb(expected) - 'expired'
                """));
            var afterOnce = await Database.RowsAsync(everything);
            await Database.CleanupAsync();
            Assert.Equal(afterOnce, await Database.RowsAsync(everything));
        }
        finally
        {
            await Database.ExecuteAsync("DROP TABLE expected_session, expected_member");
        }
    }

    [Fact]
    public async Task The_dry_run_gives_the_figures_of_the_run_that_follows()
    {
        await LoadSampleAsync();

        var announced = await Database.CleanupAsync(dryRun: true);
        var done = await Database.CleanupAsync();

        Assert.Equal(announced, done);
        Assert.Equal(800, done.Cleaned);
    }

    [Theory]
    [MemberData(nameof(MembersTests.OldSnapshots), MemberType = typeof(MembersTests))]
    public async Task Foreign_keys_of_the_application_are_in_no_deactivations_way(string isolation,
        string deactivation, string coming)
    {
        await using var database = await TestDatabase.CreateAsync(await Server.DisposableMigratedDatabaseAsync());
        // Made again, the members' foreign key is looked at after the application's, as in a database that pg_restore
        // made.
        await database.ExecuteAsync(
            """
            CREATE TABLE message (session_id bigint REFERENCES session, written_at timestamptz);
            ALTER TABLE session_member
                DROP CONSTRAINT session_member_session_id_fkey,
                ADD CONSTRAINT session_member_session_id_fkey FOREIGN KEY (session_id) REFERENCES session (session_id) ON UPDATE CASCADE;
            """);
        await database.Given.ExpiredSessionAsync(online: 1);
        await database.ExecuteAsync("INSERT INTO message SELECT session_id FROM session");
        await using var closer = await database.OpenAsync();

        await closer.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}; {deactivation}; COMMIT");

        Assert.Equal(["1|False|0"], await database.RowsAsync(
            "SELECT count(message), is_active, (SELECT count(*) FROM session_member WHERE is_online) FROM session "
                + "JOIN message USING (session_id) GROUP BY session.session_id"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM session"));

        await database.ExecuteAsync("UPDATE session SET is_active = true");
        await closer.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}");
        await closer.ExecuteAsync("SELECT FROM session_member");
        await database.ExecuteAsync(coming);

        Assert.Equal("40001",
            (await Assert.ThrowsAsync<PostgresException>(() => closer.ExecuteAsync(deactivation))).SqlState);
    }

    [Theory]
    [MemberData(nameof(MembersTests.Deactivations), MemberType = typeof(MembersTests))]
    public async Task Columns_of_the_application_are_in_no_deactivations_way(string isolation, string deactivation)
    {
        await using var database = await TestDatabase.CreateAsync(await Server.DisposableMigratedDatabaseAsync());
        await database.Given.ExpiredSessionAsync(online: 1);
        await database.ExecuteAsync(
            "ALTER TABLE session ADD room text DEFAULT 'blue' NOT NULL UNIQUE; ALTER TABLE session ALTER room DROP "
                + "DEFAULT");

        await database.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}; {deactivation}; COMMIT");

        Assert.Equal(["blue|False|False"],
            await database.RowsAsync(
                "SELECT room, is_active, is_online FROM session JOIN session_member USING (session_id)"));
    }

    [Fact]
    public async Task A_trigger_of_the_application_that_deactivates_more_sessions_takes_their_members_offline_too()
    {
        await Given.ExpiredSessionAsync(online: 2);
        await Given.SessionAsync(online: 1);
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION deactivate_all() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN UPDATE public.session SET is_active = false WHERE is_active; RETURN NULL; END';
            CREATE TRIGGER deactivate_all AFTER UPDATE ON session FOR EACH ROW WHEN (NOT NEW.is_active) EXECUTE FUNCTION deactivate_all();
            """);
        try
        {
            await Database.CleanupAsync();
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION deactivate_all CASCADE");
        }

        Assert.Equal(
            ["2|0"],
            await Database.RowsAsync(
                "SELECT count(*) FILTER (WHERE NOT is_active), (SELECT count(*) FROM session_member WHERE is_online) "
                    + "FROM session"));
    }

    /// <summary>
    /// PostgreSQL grants FOR KEY SHARE next to FOR UPDATE at a moment in which no test can hold it
    /// (docs/explanation/locking.md). A subtransaction leaves the same in xmax.
    /// </summary>
    [Theory]
    [InlineData("FOR UPDATE", true)]
    [InlineData("FOR NO KEY UPDATE", false)]
    public async Task Who_is_deactivating_a_session_is_seen_in_the_xmax_of_its_row(string strength, bool isDeactivation)
    {
        await Given.SessionAsync();
        const string look = "SELECT session_require_no_deactivation(xmax, session_id, 1) FROM session";
        await using var closer = await Database.OpenAsync();
        await closer.ExecuteAsync(
            $"BEGIN; SELECT FROM session FOR KEY SHARE; SAVEPOINT upgrade; SELECT FROM session {strength}");

        var error = await Record.ExceptionAsync(() => Database.ExecuteAsync(look));

        Assert.Equal(isDeactivation ? "40001" : null, (error as PostgresException)?.SqlState);
        // Its own lock is in nobody's way, and neither is one of its subtransaction alone.
        await closer.ExecuteAsync(look);
        await closer.ExecuteAsync($"COMMIT; BEGIN; SAVEPOINT alone; SELECT FROM session {strength}; {look}; COMMIT");
    }

    private async Task LoadSampleAsync() => await Database.ExecuteAsync(await File.ReadAllTextAsync(
        Path.Combine(AppContext.BaseDirectory, "sql/sample/load_sample.sql"), TestContext.Current.CancellationToken));

    /// <summary>A connection of its own that adds the plan of each statement, nested ones too, to a list.</summary>
    private async Task<NpgsqlConnection> OpenWithPlansAsync(List<string> plans)
    {
        var connection = await Database.OpenAsync(_ => { });
        connection.Notice += (_, notice) => plans.Add(notice.Notice.MessageText);
        await connection.ExecuteAsync(
            """
            LOAD 'auto_explain';
            SET auto_explain.log_min_duration = 0;
            SET auto_explain.log_nested_statements = on;
            SET auto_explain.log_analyze = on;
            SET client_min_messages = log;
            """);
        return connection;
    }
}
