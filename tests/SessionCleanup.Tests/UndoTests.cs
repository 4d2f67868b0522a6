using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public sealed class UndoTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Rows =
        """
        SELECT session_id, share_id, owner_id, title, session_type, is_active, created_at, last_activity_at, deactivated_at,
               cleanup_run_id
          FROM session
         ORDER BY session_id
        """;

    [Theory]
    [InlineData("cleanup_sessions")]
    [InlineData("CALL cleanup_sessions_in_batches(7)")]
    [InlineData("session-cleanup")]
    public async Task Every_row_is_as_it_was_but_for_expiry_and_members(string cleanup)
    {
        await Given.ExpiredSessionsAsync(20);
        var before = await Database.RowsAsync(Rows);
        var run = await CleanAsync(cleanup);

        var result = await UndoAsync(run, "--batch-size=3");

        Assert.Equal($"cleanup run {run}: 20 sessions made active again, 0 left alone\n", result.StandardOutput);
        Assert.Equal(before, await Database.RowsAsync(Rows));
        Assert.Equal(
            [$"0|20|{20}"],
            await Database.RowsAsync(
                """
                SELECT (SELECT count(*) FROM session_member WHERE is_online),
                       count(*) FILTER (WHERE expires_at BETWEEN now() + interval '6 days 23 hours' AND now() + interval '7 days'),
                       (SELECT sessions_reactivated FROM cleanup_run WHERE undone_at IS NOT NULL)
                  FROM session
                """));
    }

    [Fact]
    public async Task A_session_that_anybody_changed_since_is_left_alone_and_a_second_undo_does_nothing()
    {
        await Given.ExpiredSessionsAsync(10);
        var run = await CleanAsync("cleanup_sessions");
        await Database.ExecuteAsync(
            "UPDATE session SET title = title WHERE session_id IN (SELECT session_id FROM session LIMIT 3)");

        Assert.Equal(["7|3"], await Database.RowsAsync("SELECT * FROM undo_cleanup_run($1, dry_run => true)", run));
        Assert.Equal(0, await ActiveAsync());
        Assert.Equal(["7|3"], await Database.RowsAsync("SELECT * FROM undo_cleanup_run($1)", run));
        Assert.Equal(["0|3"], await Database.RowsAsync("SELECT * FROM undo_cleanup_run($1)", run));
        Assert.Equal(7, await ActiveAsync());
    }

    [Fact]
    public async Task Sessions_of_other_runs_and_of_nobodys_run_stay_inactive()
    {
        await Given.ExpiredSessionsAsync(2);
        var first = await CleanAsync("cleanup_sessions");
        await Given.ExpiredSessionsAsync(3);
        await CleanAsync("cleanup_sessions");
        await Database.ExecuteAsync("UPDATE session SET is_active = false WHERE session_id = $1",
            await Given.ExpiredSessionAsync());

        await Database.ExecuteAsync("SELECT undo_cleanup_run($1)", first);

        Assert.Equal(2, await ActiveAsync());
    }

    [Fact]
    public async Task Of_two_runs_in_one_transaction_one_alone_is_undone()
    {
        await Given.ExpiredSessionsAsync(2);
        await Database.ExecuteAsync(
            """
            BEGIN;
            SELECT cleanup_sessions();
            INSERT INTO session (session_type, expires_at) SELECT 'collaborative', now() - interval '1 day' FROM generate_series(1, 3);
            SELECT cleanup_sessions();
            COMMIT;
            """);

        await Database.ExecuteAsync("SELECT undo_cleanup_run(min(cleanup_run_id)) FROM cleanup_run");

        Assert.Equal(2, await ActiveAsync());
    }

    [Fact]
    public async Task A_session_that_a_trigger_deactivated_along_with_the_run_stays_inactive()
    {
        await Given.ExpiredSessionsAsync(2);
        await Given.SessionAsync("simple");
        await Database.ExecuteAsync(
            """
            UPDATE session SET expires_at = now() - interval '1 second' WHERE session_type = 'simple';
            CREATE FUNCTION end_simple() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN UPDATE public.session SET is_active = false WHERE is_active AND session_type = ''simple''; RETURN NULL; END';
            CREATE TRIGGER end_simple AFTER UPDATE ON session FOR EACH ROW
                WHEN (NEW.session_type <> 'simple' AND NOT NEW.is_active) EXECUTE FUNCTION end_simple();
            """);
        try
        {
            var run = await CleanAsync("cleanup_sessions");
            Assert.Equal(0, await ActiveAsync());

            await Database.ExecuteAsync("SELECT undo_cleanup_run($1)", run);
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION end_simple() CASCADE");
        }

        Assert.Equal(2, await ActiveAsync());
    }

    [Fact]
    public async Task It_reads_none_of_the_history_before_the_run()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO session (session_type, is_active, expires_at)
            SELECT 'collaborative', false, now() - interval '1 year' - number * interval '1 second' FROM generate_series(1, 5000) AS number
            """);
        await Given.ExpiredSessionsAsync(20);
        var run = await CleanAsync("CALL cleanup_sessions_in_batches(7)");
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync("BEGIN");

        Assert.Equal(["20|0"], await connection.RowsAsync("SELECT * FROM undo_cleanup_run($1)", run));

        Assert.InRange(
            await connection.ScalarAsync<long>(
                "SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid))::bigint FROM pg_index WHERE indrelid = "
                    + "'session'::regclass"),
            20,
            500);
        await connection.ExecuteAsync("ROLLBACK");
    }

    [Fact]
    public async Task It_does_not_wait_for_a_session_that_somebody_has_locked()
    {
        await Given.ExpiredSessionsAsync(2);
        var run = await CleanAsync("cleanup_sessions");
        await using var holder = await Database.OpenAsync(_ => { });
        await holder.ExecuteAsync("BEGIN; SELECT FROM session ORDER BY session_id LIMIT 1 FOR UPDATE");

        Assert.Equal(["1|1"], await Database.RowsAsync("SELECT * FROM undo_cleanup_run($1)", run));

        await holder.ExecuteAsync("ROLLBACK");
        Assert.Equal(["1|0"], await Database.RowsAsync("SELECT * FROM undo_cleanup_run($1)", run));
    }

    [Fact]
    public async Task One_that_fails_is_named_and_the_others_become_active()
    {
        var database = await Server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            INSERT INTO session (session_id, session_type, expires_at)
            SELECT number, 'collaborative', now() - number * interval '1 hour' FROM generate_series(1, 5) AS number;
            SELECT cleanup_sessions();
            ALTER TABLE session ADD CONSTRAINT poison CHECK (session_id <> 3 OR NOT is_active);
            """);

        var result = await CommandLine.RunAsync("undo", "1", "--batch-size", "2", "--connection", database);

        Assert.Equal("cleanup run 1: 4 sessions made active again, 1 left alone\n", result.StandardOutput);
        Assert.Contains("session 3 was left alone: new row", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_not_there_or_running_or_of_an_old_version_is_an_error()
    {
        Assert.Equal(PostgresErrorCodes.UndefinedObject, await ErrorAsync(999999));

        await using var connection = await Database.OpenAsync(_ => { });
        Assert.Equal(
            PostgresErrorCodes.ObjectInUse,
            await ErrorAsync(await connection.ScalarAsync<long>("SELECT cleanup_run_begin()")));

        Assert.Equal(
            PostgresErrorCodes.ObjectNotInPrerequisiteState,
            await ErrorAsync(await Database.ScalarAsync<long>(
                "INSERT INTO cleanup_run (finished_at, sessions_cleaned) VALUES (now(), 5) RETURNING cleanup_run_id")));
    }

    [Fact]
    public async Task The_command_reports_such_an_error_in_two_lines()
    {
        var result = await UndoAsync(999999);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("there is no cleanup run 999999", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(64, (await UndoAsync(-1)).ExitStatus);
        Assert.Equal(64, (await UndoAsync(1, "--batch-size=0")).ExitStatus);
    }

    private async Task<long> CleanAsync(string cleanup)
    {
        switch (cleanup)
        {
            case "session-cleanup":
                await CommandLine.RunAsync("cleanup", "--batch-size=7", "--connection", Database.ConnectionString);
                break;
            case "cleanup_sessions":
                await Database.CleanupAsync();
                break;
            default:
                await Database.ExecuteAsync(cleanup);
                break;
        }

        return await Database.ScalarAsync<long>("SELECT max(cleanup_run_id) FROM cleanup_run");
    }

    private Task<long> ActiveAsync() => Database.ScalarAsync<long>("SELECT count(*) FROM session WHERE is_active");

    private async Task<string> ErrorAsync(long run) => (await Assert.ThrowsAsync<PostgresException>(
        () => Database.ExecuteAsync("SELECT undo_cleanup_run($1)", run))).SqlState;

    private Task<ProcessResult> UndoAsync(long run, params string[] options) =>
        CommandLine.RunAsync(["undo", $"{run}", "--connection", Database.ConnectionString, .. options]);
}
