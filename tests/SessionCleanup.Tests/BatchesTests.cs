using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public class BatchesTests(PostgresServer server) : DatabaseTest(server)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10_000)]
    public async Task Batches_of_any_size_clean_everything_once(int batchSize)
    {
        await Given.ExpiredSessionsAsync(7);
        await Given.SessionAsync(online: 1);

        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => $1)", batchSize);

        Assert.Equal(["7|14"], await RunsAsync());
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 7, Total: 8),
            await Database.CleanupAsync(dryRun: true));
    }

    [Fact]
    public async Task Batches_go_through_every_type_that_expires()
    {
        await Database.ExecuteAsync(
            "INSERT INTO session_type VALUES ('another', interval '1 hour'), ('zoo', interval '1 day')");
        foreach (var type in new[] { "another", "collaborative", "simple", "zoo", "zoo", "another" })
        {
            await Given.SessionAsync(type, expiresIn: -1.Days(), online: 1);
        }

        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 2)");

        Assert.Equal(["5|5"], await RunsAsync());
    }

    [Theory]
    [InlineData("'2026-01-01'")]
    [InlineData("'-infinity'")]
    public async Task Sessions_that_expired_at_the_same_moment_are_all_cleaned(string expiresAt)
    {
        await Database.ExecuteAsync(
            $"INSERT INTO session (session_type, expires_at) SELECT 'collaborative', {expiresAt} FROM "
                + $"generate_series(1, 5)");

        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 2)");

        Assert.Equal(["5|0"], await RunsAsync());
    }

    [Theory]
    [InlineData("CALL cleanup_sessions_in_batches(batch_size => 2)")]
    [InlineData(null)]
    public async Task A_batch_with_more_behind_it_does_not_wait_for_the_disk(string? sql)
    {
        await using var database = await TestDatabase.CreateAsync(await DisposableDatabaseAsync());
        await database.Given.ExpiredSessionsAsync(3);
        await database.ExecuteAsync(
            """
            CREATE TABLE commits (number serial, finished boolean, setting text);
            CREATE FUNCTION note_commit() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO public.commits (finished, setting) VALUES (NEW.finished_at IS NOT NULL, current_setting(''synchronous_commit'')); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER note_commit AFTER UPDATE ON cleanup_run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NOT NEW.in_batch) EXECUTE FUNCTION note_commit();
            """);

        if (sql is null)
        {
            Assert.Equal(0,
                (await CommandLine.RunAsync("cleanup", "--batch-size", "2", "--connection",
                    database.ConnectionString)).ExitStatus);
        }
        else
        {
            await database.ExecuteAsync(sql);
        }

        // Two batches, the look at what they skipped, and the end.
        Assert.Equal(
            ["False|off", "False|off", "False|on", "True|on"],
            await database.RowsAsync("SELECT finished, setting FROM commits ORDER BY number"));
    }

    [Fact]
    public async Task A_session_that_somebody_has_locked_is_left_for_the_next_run()
    {
        await Given.ExpiredSessionAsync(ago: 3.Days(), online: 1);
        var locked = await Given.ExpiredSessionAsync(ago: 2.Days(), online: 1);
        await Given.ExpiredSessionAsync(ago: 1.Days(), online: 1);
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync("SELECT FROM session WHERE session_id = $1 FOR KEY SHARE", locked);

        Assert.Equal(new Cleanup(Cleaned: 2, MembersSetOffline: 2, Active: 1, Inactive: 2, Total: 3),
            await Database.CleanupAsync());

        await application.ExecuteAsync("COMMIT");
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 3, Total: 3),
            await Database.CleanupAsync());
    }

    [Theory]
    [InlineData(1, "now() - interval '2 days'")]
    [InlineData(1, "timestamptz '-infinity'")]
    [InlineData(2, "now() - interval '2 days'")]
    [InlineData(10_000, "now() - interval '2 days'")]
    public async Task A_session_with_a_locked_member_is_left_whole_for_the_next_run(int batchSize, string expiresAt)
    {
        var busy = await Given.ExpiredSessionAsync(online: 3);
        await Database.ExecuteAsync($"UPDATE session SET expires_at = {expiresAt}");
        await Given.ExpiredSessionAsync(ago: 3.Days(), online: 1);
        await Given.ExpiredSessionAsync(ago: 1.Days(), online: 1);
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync(
            "UPDATE session_member SET last_active_at = now() WHERE session_id = $1 AND user_id = 2", busy);

        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => $1)", batchSize);

        Assert.Equal(["2|2"], await RunsAsync());
        Assert.Equal(3, await Database.ScalarAsync<long>("SELECT members_online FROM expired_session"));
        await application.ExecuteAsync("COMMIT");
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 3, Active: 0, Inactive: 3, Total: 3),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task A_row_is_not_waited_for_even_where_waiting_has_no_limit()
    {
        await using var database = await TestDatabase.CreateAsync(await Server.DisposableMigratedDatabaseAsync());
        var locked = await database.Given.ExpiredSessionAsync();
        var withLockedMember = await database.Given.ExpiredSessionAsync(online: 1);
        await database.Given.ExpiredSessionAsync();
        await database.ExecuteAsync("ALTER FUNCTION cleanup_run_batch(bigint, integer) SET lock_timeout = 0");
        await using var application = await database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync("UPDATE session SET title = 'mine' WHERE session_id = $1", locked);
        await application.ExecuteAsync(
            "UPDATE session_member SET last_active_at = now() WHERE session_id = $1", withLockedMember);

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 0, Active: 2, Inactive: 1, Total: 3),
            await database.CleanupAsync());
    }

    [Fact]
    public async Task A_run_of_several_batches_looks_again_for_what_it_skipped()
    {
        var skipped = await Given.ExpiredSessionAsync(ago: 9.Days());
        await Given.ExpiredSessionsAsync(3);
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync("SELECT FROM session WHERE session_id = $1 FOR UPDATE", skipped);
        var run = await Database.ScalarAsync<long>("SELECT cleanup_run_begin()");

        Assert.Equal(["2|4|True"], await Database.RowsAsync("SELECT * FROM cleanup_run_batch($1, 2)", run));
        await application.ExecuteAsync("COMMIT");
        Assert.Equal(["1|2|True"], await Database.RowsAsync("SELECT * FROM cleanup_run_batch($1, 2)", run));
        Assert.Equal(["1|0|False"], await Database.RowsAsync("SELECT * FROM cleanup_run_batch($1, 2)", run));
    }

    [Fact]
    public async Task A_locked_member_who_is_offline_holds_nothing_up()
    {
        var session = await Given.ExpiredSessionAsync(online: 1, offline: 1);
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync(
            "UPDATE session_member SET last_active_at = now() WHERE session_id = $1 AND user_id = 2", session);

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 1, Total: 1),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task A_renewal_that_commits_first_keeps_the_session()
    {
        var session = await Given.ExpiredSessionAsync();
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync(
            "UPDATE session SET expires_at = now() + interval '7 days' WHERE session_id = $1", session);

        // While it is not committed, the row is locked; afterwards the session is not expired.
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await Database.CleanupAsync());
        await application.ExecuteAsync("COMMIT");
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task Two_cleanups_at_once_share_the_work()
    {
        await Given.ExpiredSessionsAsync(10);
        await using var first = await Database.OpenAsync();
        await first.ExecuteAsync("BEGIN");
        var run = await first.ScalarAsync<long>("SELECT cleanup_run_begin()");
        Assert.Equal(["4|8|True"], await first.RowsAsync("SELECT * FROM cleanup_run_batch($1, 4)", run));

        // The first one has its four locked: the second one takes the other six, and does not wait.
        Assert.Equal(new Cleanup(Cleaned: 6, MembersSetOffline: 12, Active: 4, Inactive: 6, Total: 10),
            await Database.CleanupAsync());
        await first.ExecuteAsync("SELECT cleanup_run_finish($1)", run);
        await first.ExecuteAsync("COMMIT");

        Assert.Equal(["4|8", "6|12"], await RunsAsync());
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 10, Total: 10),
            await Database.CleanupAsync());
    }

    /// <summary>The days ago that what is expired expired, the longest ago first.</summary>
    private const string ExpiredDays =
        "SELECT string_agg(date_part('day', now() - expires_at)::text, ' ' ORDER BY expires_at) FROM expired_session";

    [Fact]
    public async Task A_run_after_one_that_died_begins_with_the_longest_expired()
    {
        await GivenExpiredDaysAgoAsync(4);
        await using (var died = await Database.OpenAsync(_ => { }))
        {
            await died.ExecuteAsync("SELECT cleanup_run_begin()");
        }

        await Sql.UntilAsync(Database.ConnectionString, "SELECT state = 'died' FROM cleanup_run_history");
        var run = await Database.ScalarAsync<long>("SELECT cleanup_run_begin()");

        await Database.ExecuteAsync("SELECT cleanup_run_batch($1, 2)", run);

        Assert.Equal("2 1", await Database.ScalarAsync<string>(ExpiredDays));
    }

    [Theory]
    [InlineData("now() - interval '1 day'", "timestamptz '-infinity'")]
    [InlineData("timestamptz '-infinity'", "timestamptz '-infinity'")]
    [InlineData("timestamptz '4713-01-01 00:00:00+00 BC'", "now() - interval '1 day'")]
    [InlineData("now() + interval '1 day'", "now() + interval '1 day'")]
    public async Task A_run_next_to_another_one_cleans_whatever_is_expired(string one, string two)
    {
        await Database.ExecuteAsync(
            "INSERT INTO session (session_type, expires_at) "
            + $"VALUES ('collaborative', {one}), ('collaborative', {two})");
        await using var other = await Database.OpenAsync(_ => { });
        await other.ExecuteAsync("SELECT cleanup_run_begin()");

        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 1)");

        Assert.Null(await Database.ScalarAsync<string>(ExpiredDays));
    }

    private Task GivenExpiredDaysAgoAsync(int days) => Database.ExecuteAsync(
        "INSERT INTO session (session_type, expires_at) SELECT 'collaborative', now() - number * interval '1 day' "
            + "FROM generate_series(1, $1) AS number", days);

    [Fact]
    public async Task A_locked_table_ends_the_run_soon_and_cleanly()
    {
        await Given.ExpiredSessionAsync();
        await using var ddl = await Database.OpenAsync();
        await ddl.ExecuteAsync("BEGIN");
        await ddl.ExecuteAsync("LOCK TABLE session IN SHARE MODE");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            Database.ExecuteAsync("CALL cleanup_sessions_in_batches()"));

        Assert.Equal("55P03", error.SqlState);
    }

    [Theory]
    [InlineData("LOCK TABLE session_member IN SHARE MODE")]
    [InlineData("ALTER VIEW expired_session SET (security_barrier = false)")]
    [InlineData("ALTER VIEW session_totals SET (security_barrier = false)")]
    [InlineData("ALTER VIEW cleanup_run_history SET (security_barrier = false)")]
    [InlineData("LOCK TABLE cleanup_setting")]
    [InlineData("LOCK TABLE session_adoption")]
    public async Task An_application_that_locks_the_tables_in_the_other_order_is_in_no_deadlock(string sql)
    {
        await Given.ExpiredSessionAsync();
        await using var application = await Database.OpenAsync(settings =>
            settings.Options = "-c deadlock_timeout=10ms");
        await using var cleanup = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync(sql);

        var cleaning = cleanup.ExecuteAsync("SELECT cleanup_sessions()");
        await Sql.UntilAsync(
            Database.ConnectionString,
            $"SELECT wait_event IN ('PgSleep', 'relation') FROM pg_stat_activity WHERE pid = {cleanup.ProcessID}");
        var locking = application.ExecuteAsync("LOCK TABLE session IN SHARE MODE");

        Assert.Equal("55P03", (await Assert.ThrowsAsync<PostgresException>(() => cleaning)).SqlState);
        await locking;
        await application.ExecuteAsync("ROLLBACK");
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 0, Active: 0, Inactive: 1, Total: 1),
            await Database.CleanupAsync());
    }

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task Under_a_stricter_isolation_a_renewal_after_the_snapshot_ends_the_function_with_40001(
        string isolation)
    {
        var session = await Given.ExpiredSessionAsync(online: 1);
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}");
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 1, Total: 1),
            await connection.CleanupAsync(dryRun: true));
        await Database.ExecuteAsync("UPDATE session SET expires_at = now() + interval '1 hour' WHERE session_id = $1",
            session);

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("SELECT cleanup_sessions()"));

        Assert.Equal("40001", error.SqlState);
        await connection.ExecuteAsync("ROLLBACK");
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await Database.CleanupAsync(dryRun: true));
    }

    /// <summary>
    /// Right after a bulk load the planner knows nothing, and a plan that reads the members once is the worst there is.
    /// </summary>
    [Fact]
    public async Task Without_ANALYZE_a_batch_still_touches_only_what_it_cleans()
    {
        await Given.ExpiredSessionsAsync(2000);
        await Database.ExecuteAsync(
            """
            UPDATE session SET expires_at = now() + interval '1 day' WHERE session_id % 100 <> 0;
            DELETE FROM pg_statistic WHERE starelid IN ('session'::regclass, 'session_member'::regclass);
            """);
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync("BEGIN");

        Assert.Equal(["20|40|True"],
            await connection.RowsAsync(
                "SELECT sessions_cleaned, members_set_offline, NOT has_more FROM "
                    + "cleanup_run_batch(cleanup_run_begin(), 100)"));

        Assert.Equal(
            ["0"],
            await connection.RowsAsync(
                "SELECT sum(pg_stat_get_xact_numscans(oid)) FROM pg_class WHERE oid IN ('session'::regclass, "
                    + "'session_member'::regclass)"));
        await connection.ExecuteAsync("ROLLBACK");
    }

    [Fact]
    public async Task The_callers_settings_are_as_they_were()
    {
        await Given.ExpiredSessionAsync(online: 1);
        await using var connection = await Database.OpenAsync();
        const string Settings =
            "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name NOT LIKE '%session_cleanup%' OR "
                + "name IN ('lock_timeout', 'search_path')";
        await connection.ExecuteAsync("BEGIN; SET LOCAL lock_timeout = '7s'");
        var before = await connection.RowsAsync(Settings);

        await connection.ExecuteAsync("SELECT cleanup_sessions()");

        Assert.Equal(before, await connection.RowsAsync(Settings));
        Assert.Equal("", await connection.ScalarAsync<string>("SELECT current_setting('session_cleanup.batch', true)"));
    }

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task Batches_run_in_read_committed_whatever_the_default(string isolation)
    {
        await Given.ExpiredSessionsAsync(5);
        await using var connection = await Database.OpenAsync(
            settings =>
                settings.Options =
                    $"-c default_transaction_isolation={isolation.Replace(" ", "\\ ", StringComparison.Ordinal)}");
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION require_read_committed() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN ASSERT current_setting(''transaction_isolation'') = ''read committed''; RETURN NEW; END';
            CREATE TRIGGER require_read_committed BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION require_read_committed();
            CREATE TRIGGER require_read_committed BEFORE INSERT OR UPDATE ON cleanup_run FOR EACH ROW EXECUTE FUNCTION require_read_committed();
            """);
        try
        {
            await connection.ExecuteAsync(
                "CALL cleanup_sessions_in_batches(batch_size => 2, pause => '1 millisecond')");
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION require_read_committed CASCADE");
        }

        Assert.Equal(["5|10"], await RunsAsync());
        Assert.Equal(isolation, await connection.ScalarAsync<string>("SHOW transaction_isolation"));
    }

    [Theory]
    [InlineData("batch_size => 0", "batch_size must be at least 1, not 0")]
    [InlineData("batch_size => -5", "batch_size must be at least 1, not -5")]
    [InlineData("batch_size => NULL", "batch_size must be at least 1, not null")]
    [InlineData("pause => '-1 second'", "pause must be an interval of zero or more, not -00:00:01")]
    [InlineData("pause => NULL", "pause must be an interval of zero or more, not null")]
    public async Task A_parameter_that_makes_no_sense_is_refused(string argument, string message)
    {
        await Given.ExpiredSessionAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => Database.ExecuteAsync($"CALL cleanup_sessions_in_batches({argument})"));

        Assert.Equal(("22023", message), (error.SqlState, error.MessageText));
        Assert.NotNull(error.Hint);
        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task In_a_transaction_block_it_does_nothing_and_says_2D000()
    {
        await Given.ExpiredSessionAsync();
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("BEGIN");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("CALL cleanup_sessions_in_batches()"));

        Assert.Equal("2D000", error.SqlState);
        await connection.ExecuteAsync("ROLLBACK");
        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task The_procedure_tells_its_totals()
    {
        await Given.ExpiredSessionsAsync(3);
        await Given.SessionAsync();
        await using var connection = await Database.OpenAsync();
        var notices = new List<string>();
        connection.Notice += (_, notice) => notices.Add(notice.Notice.MessageText);

        await connection.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 2)");

        Assert.EndsWith(
            "3 sessions cleaned, 6 members set offline; now 1 active, 3 inactive, 4 total", Assert.Single(notices),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Totals_grow_as_batches_commit()
    {
        await Given.ExpiredSessionsAsync(5);
        var run = await Database.ScalarAsync<long>("SELECT cleanup_run_begin()");

        await Database.ExecuteAsync("SELECT cleanup_run_batch($1, 2)", run);
        Assert.Equal(["2|4|True"],
            await Database.RowsAsync(
                "SELECT sessions_cleaned, members_set_offline, finished_at IS NULL FROM cleanup_run"));
        await Database.ExecuteAsync("SELECT cleanup_run_batch($1, 2)", run);
        Assert.Equal(new Cleanup(Cleaned: 4, MembersSetOffline: 8, Active: 1, Inactive: 4, Total: 5),
            await Database.FinishAsync(run));
    }

    [Fact]
    public async Task A_run_that_is_finished_or_unknown_can_not_go_on()
    {
        var run = await Database.ScalarAsync<long>("SELECT cleanup_run_begin()");
        await Database.ExecuteAsync("SELECT cleanup_run_finish($1)", run);

        foreach (var sql in new[]
        {
            $"SELECT cleanup_run_batch({run}, 10)", $"SELECT cleanup_run_finish({run})",
            "SELECT cleanup_run_batch(NULL, 10)",
        })
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(sql));
            Assert.Equal("SC003", error.SqlState);
        }
    }

    private Task<List<string>> RunsAsync() => Database.RowsAsync(
        "SELECT sessions_cleaned, members_set_offline FROM cleanup_run WHERE finished_at IS NOT NULL ORDER BY "
            + "sessions_cleaned");
}
