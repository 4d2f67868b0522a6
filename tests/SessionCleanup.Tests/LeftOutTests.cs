using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// Sessions that can't be deactivated: exactly they are left out, named and counted, and they stop nothing else.
/// </summary>
public sealed class LeftOutTests(PostgresServer server) : IAsyncLifetime
{
    private const int Expired = 12;
    private const int Poison = 5;

    /// <summary>What makes the session Poison, the others aside, fail; and what the error says.</summary>
    private static readonly Dictionary<string, (string Sql, string? SqlState, string Message)> Obstacles = new()
    {
        ["a check constraint"] = (
            "ALTER TABLE session ADD CONSTRAINT short CHECK (length(title) <= 200) NOT VALID", "23514",
            "violates check constraint"),
        ["a check constraint of the members"] = (
            "ALTER TABLE session_member ADD CONSTRAINT young CHECK (is_online OR session_id <> 5) NOT VALID",
            "23514",
            "violates check constraint"),
        ["a trigger before"] = (Trigger("BEFORE", "RAISE EXCEPTION 'not this one'"), "P0001", "not this one"),
        ["a trigger after"] = (Trigger("AFTER", "RAISE EXCEPTION 'not this one'"), "P0001", "not this one"),
        ["an assertion"] = (Trigger("BEFORE", "ASSERT false, 'not this one'"), "P0004", "not this one"),
        ["a deferred constraint trigger"] = (
            Trigger("AFTER", "RAISE EXCEPTION 'not this one'", "CONSTRAINT", "DEFERRABLE INITIALLY DEFERRED"), "P0001",
            "not this one"),
        ["an index expression"] = (
            "CREATE INDEX ON session ((CASE WHEN session_id = 5 AND NOT is_active THEN 1 / (session_id - 5) END))",
            "22012",
            "division by zero"),
        ["a trigger that keeps it active"] = (
            Trigger("BEFORE", "NEW.is_active := true"), null, "a trigger keeps it active"),
        ["a trigger that drops the update"] = (Trigger("BEFORE", "RETURN NULL"), null, "a trigger keeps it active"),
        ["a trigger that makes it active again"] = (
            Trigger("AFTER", "UPDATE public.session SET is_active = true WHERE session_id = NEW.session_id"),
            null,
            "a trigger keeps it active"),
    };

    private TestDatabase _database = null!;

    public static MatrixTheoryData<string, string> Cases { get; } = new(
        [.. Obstacles.Keys],
        [
            "SELECT cleanup_sessions()",
            "CALL cleanup_sessions_in_batches()",
            "CALL cleanup_sessions_in_batches(batch_size => 1)",
            "CALL cleanup_sessions_in_batches(batch_size => 4)",
        ]);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(await server.DisposableMigratedDatabaseAsync());
        await _database.ExecuteAsync(
            $"""
            INSERT INTO session (session_type, title, expires_at)
            SELECT 'collaborative', repeat('x', CASE WHEN number = {Poison} THEN 201 ELSE 1 END), now() - interval '1 day'
              FROM generate_series(1, {Expired}) AS number;
            INSERT INTO session_member (session_id, user_id, is_online)
            SELECT session_id, number, number < 3 FROM session CROSS JOIN generate_series(1, 3) AS number;
            """);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Exactly_the_session_that_fails_is_left_out(string obstacle, string cleanup)
    {
        var (sql, sqlState, message) = Obstacles[obstacle];
        await _database.ExecuteAsync(sql);
        await using var connection = await _database.OpenAsync(settings =>
            settings.Options = "-c statement_timeout=30s");
        var warnings = new List<string>();
        connection.Notice += (_, notice) => warnings.Add(notice.Notice.MessageText);

        await connection.ExecuteAsync(cleanup);

        Assert.Equal([$"{Poison}|2"],
            await _database.RowsAsync("SELECT session_id, members_online FROM expired_session"));
        Assert.Equal(
            [$"{Expired - 1}|{2 * (Expired - 1)}|1|True"],
            await _database.RowsAsync(
                "SELECT sessions_cleaned, members_set_offline, sessions_failed, finished_at IS NOT NULL FROM "
                    + "cleanup_run"));
        Assert.Equal([$"2|{Expired - 1}"], await _database.RowsAsync(
            "SELECT (SELECT count(*) FROM session_member WHERE is_online), count(*) FROM session WHERE cleanup_run_id "
                + "IS NOT NULL"));
        var shareId = await _database.ScalarAsync<Guid>("SELECT share_id FROM session WHERE session_id = $1",
            (long)Poison);
        Assert.Equal(
            [$"{Poison}|{shareId}|{sqlState}|True"],
            await _database.RowsAsync(
                "SELECT session_id, share_id, sqlstate, message LIKE '%' || $1 || '%' FROM cleanup_run_failure",
                message));
        Assert.Contains(warnings, text => text.Contains(shareId.ToString(), StringComparison.Ordinal)
            && text.Contains(message, StringComparison.Ordinal)
            && text.Contains(sqlState ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_are_counted_and_the_first_10_are_named()
    {
        await _database.ExecuteAsync(
            "ALTER TABLE session ADD CONSTRAINT active CHECK (is_active OR session_id = 7) NOT VALID");

        await _database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 2)");

        Assert.Equal(
            [$"1|{Expired - 1}|10"],
            await _database.RowsAsync(
                "SELECT sessions_cleaned, sessions_failed, (SELECT count(*) FROM cleanup_run_failure) FROM "
                    + "cleanup_run_history"));
        Assert.Equal(Expired - 1L,
            await _database.ScalarAsync<long>("SELECT sessions_failed FROM session_cleanup_status"));
    }

    [Fact]
    public async Task The_caller_learns_how_many_failed_without_reading_a_table()
    {
        await _database.ExecuteAsync(Obstacles["a check constraint"].Sql);
        await using var connection = await _database.OpenAsync();
        await connection.ExecuteAsync("BEGIN");

        await connection.ExecuteAsync("SELECT cleanup_sessions()");

        Assert.Equal(["1|1"], await connection.RowsAsync(
            "SELECT current_setting('session_cleanup.run_id'), current_setting('session_cleanup.sessions_failed')"));
        await connection.ExecuteAsync("ROLLBACK");
    }

    /// <summary>
    /// With deferred triggers of other tables, a role that may clean up could run code with the owner's rights.
    /// </summary>
    [Fact]
    public async Task A_deferred_trigger_of_the_callers_does_not_run_with_the_owners_rights()
    {
        await _database.ExecuteAsync(
            $"GRANT EXECUTE ON FUNCTION cleanup_sessions TO {PostgresServer.Runner}; ALTER TABLE session ADD "
                + $"CONSTRAINT later UNIQUE (title, session_id) DEFERRABLE");
        await using var runner = await _database.OpenAsync(settings =>
        {
            settings.Username = PostgresServer.Runner;
            settings.Password = "runner";
        });
        await runner.ExecuteAsync(
            """
            CREATE TEMP TABLE mine (who text);
            CREATE TEMP TABLE seen (who text);
            GRANT INSERT ON seen TO PUBLIC;
            CREATE FUNCTION pg_temp.see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO pg_temp.seen VALUES (current_user); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER later AFTER INSERT ON mine DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.see();
            BEGIN;
            INSERT INTO mine VALUES ('x');
            SELECT cleanup_sessions();
            COMMIT;
            """);

        Assert.Equal([PostgresServer.Runner], await runner.RowsAsync("SELECT who FROM seen"));
    }

    /// <summary>
    /// B10: a batch of sessions with locked members, all expired at one moment, and more of them than a batch.
    /// </summary>
    [Fact]
    public async Task Sessions_that_expired_with_busy_ones_at_one_moment_are_not_left_behind()
    {
        await _database.ExecuteAsync("UPDATE session SET expires_at = '2026-01-01'");
        await using var application = await _database.OpenAsync();
        await application.ExecuteAsync("BEGIN; UPDATE session_member SET last_active_at = now() WHERE session_id <= 4");

        await _database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 2)");

        Assert.Equal(4, await _database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
        await application.ExecuteAsync("ROLLBACK");
    }

    [Fact]
    public async Task A_dead_lock_of_a_trigger_is_no_fault_of_a_session()
    {
        await _database.ExecuteAsync(Trigger("BEFORE",
            "RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'conflict'"));

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            _database.ExecuteAsync("SELECT cleanup_sessions()"));

        Assert.Equal("40001", error.SqlState);
    }

    private static string Trigger(string when, string statement, string kind = "", string suffix = "") =>
        $"""
        CREATE FUNCTION object() RETURNS trigger LANGUAGE plpgsql AS
            $object$ BEGIN IF NEW.session_id = {Poison} AND NOT NEW.is_active THEN {statement}; END IF; RETURN NEW; END $object$;
        CREATE {kind} TRIGGER object {when} UPDATE ON session {suffix} FOR EACH ROW EXECUTE FUNCTION object();
        """;
}
