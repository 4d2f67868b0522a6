using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>Rules 1 and 2, for plain SQL.</summary>
public class MembersTests(PostgresServer server) : DatabaseTest(server)
{
    public static MatrixTheoryData<string, string, string> OldSnapshots { get; } = new(
        ["REPEATABLE READ", "SERIALIZABLE"],
        ["UPDATE session SET is_active = false", "SELECT cleanup_sessions()"],
        [
            "UPDATE session_member SET is_online = true",
            "INSERT INTO session_member (session_id, user_id, is_online) SELECT session_id, 99, true FROM session",
        ]);

    public static MatrixTheoryData<string, string> Deactivations { get; } = new(
        ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"],
        ["UPDATE session SET is_active = false", "SELECT cleanup_sessions()"]);

    [Fact]
    public async Task Whoever_deactivates_a_session_takes_its_members_offline()
    {
        var session = await Given.SessionAsync(online: 3);
        await Given.SessionAsync(online: 2);

        await Database.ExecuteAsync("UPDATE session SET is_active = false, title = 'over' WHERE session_id = $1",
            session);

        Assert.Equal(
            ["False|True|0", "True|False|2"],
            await Database.RowsAsync(
                """
                SELECT is_active, deactivated_at IS NOT NULL, count(*) FILTER (WHERE is_online)
                  FROM session JOIN session_member USING (session_id)
                 GROUP BY session_id, is_active, deactivated_at ORDER BY session_id
                """));
    }

    [Fact]
    public async Task A_moment_of_deactivation_that_is_given_is_kept()
    {
        await Given.SessionAsync();

        await Database.ExecuteAsync("UPDATE session SET is_active = false, deactivated_at = '2026-01-02 03:04:05+00'");

        Assert.Equal(
            "2026-01-02 03:04:05",
            await Database.ScalarAsync<string>("SELECT (deactivated_at AT TIME ZONE 'UTC')::text FROM session"));
    }

    [Fact]
    public async Task A_session_can_be_made_active_again()
    {
        await Given.ExpiredSessionAsync(online: 1);
        await Database.CleanupAsync();

        await Database.ExecuteAsync(
            """
            UPDATE session SET is_active = true, expires_at = now() + interval '7 days';
            UPDATE session_member SET is_online = true;
            """);

        Assert.Equal(["True||1"], await Database.RowsAsync(
            "SELECT is_active, deactivated_at, (SELECT count(*) FROM session_member WHERE is_online) FROM session"));
    }

    [Theory]
    [InlineData("UPDATE session_member SET is_online = true")]
    [InlineData("INSERT INTO session_member (session_id, user_id, is_online) SELECT session_id, 99, true FROM session")]
    [InlineData(
        """
        INSERT INTO session_member (session_id, user_id, is_online) SELECT session_id, 1, true FROM session
            ON CONFLICT (session_id, user_id) DO UPDATE SET is_online = excluded.is_online
        """)]
    public async Task Nobody_comes_online_in_an_inactive_session(string sql)
    {
        await Given.SessionAsync(offline: 1);
        await Database.ExecuteAsync("UPDATE session SET is_active = false");

        var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(sql));

        Assert.Equal("SC001", error.SqlState);
        Assert.Contains("the session is inactive", error.MessageText, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
    }

    [Fact]
    public async Task An_online_member_can_not_be_moved_to_an_inactive_session()
    {
        var active = await Given.SessionAsync(online: 1);
        var inactive = await Given.SessionAsync();
        await Database.ExecuteAsync("UPDATE session SET is_active = false WHERE session_id = $1", inactive);

        var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(
            "UPDATE session_member SET session_id = $1 WHERE session_id = $2", inactive, active));

        Assert.Equal("SC001", error.SqlState);
    }

    [Fact]
    public async Task Members_join_and_change_offline_in_an_inactive_session_freely()
    {
        var session = await Given.SessionAsync(offline: 1);
        await Database.ExecuteAsync("UPDATE session SET is_active = false");

        await Database.ExecuteAsync(
            "INSERT INTO session_member (session_id, user_id, is_online) VALUES ($1, 5, false)", session);
        await Database.ExecuteAsync("UPDATE session_member SET permission = 'view'");
    }

    [Theory]
    [InlineData("READ COMMITTED", "SC001")]
    [InlineData("REPEATABLE READ", "40001")]
    [InlineData("SERIALIZABLE", "40001")]
    public async Task A_member_who_comes_online_while_the_session_is_being_deactivated_waits_and_then_fails(
        string isolation, string sqlState)
    {
        var session = await Given.SessionAsync(offline: 1);
        await using var closer = await Database.OpenAsync();
        await using var joiner = await Database.OpenAsync();
        await joiner.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}");
        await joiner.ExecuteAsync("SELECT FROM session");
        await closer.ExecuteAsync("BEGIN");
        await closer.ExecuteAsync("UPDATE session SET is_active = false");

        var joining = joiner.ExecuteAsync("UPDATE session_member SET is_online = true WHERE session_id = $1", session);
        await Database.UntilWaitingForALockAsync(joiner);
        await closer.ExecuteAsync("COMMIT");

        Assert.Equal(sqlState, (await Assert.ThrowsAsync<PostgresException>(() => joining)).SqlState);
        await joiner.ExecuteAsync("ROLLBACK");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
    }

    [Fact]
    public async Task A_member_with_an_old_snapshot_can_not_come_online_after_the_deactivation()
    {
        await Given.SessionAsync(offline: 1);
        await using var joiner = await Database.OpenAsync();
        await joiner.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ");
        await joiner.ExecuteAsync("SELECT FROM session");
        await Database.ExecuteAsync("UPDATE session SET is_active = false");

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => joiner.ExecuteAsync("UPDATE session_member SET is_online = true"));

        Assert.Equal("40001", error.SqlState);
    }

    [Fact]
    public async Task A_deactivation_waits_for_a_member_who_is_coming_online_and_takes_him_offline()
    {
        await Given.SessionAsync(offline: 1);
        await using var joiner = await Database.OpenAsync();
        await using var closer = await Database.OpenAsync();
        await joiner.ExecuteAsync("BEGIN");
        await joiner.ExecuteAsync("UPDATE session_member SET is_online = true");

        var closing = closer.ExecuteAsync("UPDATE session SET is_active = false");
        await Database.UntilWaitingForALockAsync(closer);
        await joiner.ExecuteAsync("COMMIT");
        await closing;

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
    }

    /// <summary>
    /// A snapshot that is older than a member's coming online does not see him. Without the error, the session would be
    /// inactive and the member online.
    /// </summary>
    [Theory]
    [MemberData(nameof(OldSnapshots))]
    public async Task A_deactivation_with_an_old_snapshot_leaves_no_member_online(
        string isolation, string deactivation, string coming)
    {
        await Given.ExpiredSessionAsync(offline: 1);
        await using var closer = await Database.OpenAsync();
        await closer.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}");
        await closer.ExecuteAsync("SELECT FROM session_member");
        await Database.ExecuteAsync(coming);

        var error = await Assert.ThrowsAsync<PostgresException>(() => closer.ExecuteAsync(deactivation));

        Assert.Equal("40001", error.SqlState);
        await closer.ExecuteAsync("ROLLBACK");
        Assert.Equal(["True|1"], await Database.RowsAsync(
            "SELECT is_active, (SELECT count(*) FROM session_member WHERE is_online) FROM session"));
    }

    [Theory]
    [MemberData(nameof(Deactivations))]
    public async Task A_deactivation_under_any_isolation_level_takes_the_members_offline(string isolation,
        string deactivation)
    {
        var session = await Given.ExpiredSessionAsync(online: 2, offline: 1);
        await Given.ExpiredSessionAsync();
        await using var closer = await Database.OpenAsync();

        await closer.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}; {deactivation}; COMMIT");

        Assert.Equal(["2|2"], await Database.RowsAsync(
            "SELECT count(*) FILTER (WHERE NOT is_active), count(deactivated_at) FROM session"));
        Assert.Equal([$"{session}|3|0"], await Database.RowsAsync(
            "SELECT session_id, count(*), count(*) FILTER (WHERE is_online) FROM session_member GROUP BY session_id"));
    }

    [Fact]
    public async Task A_deactivation_that_changes_the_key_too_takes_the_members_offline()
    {
        var session = await Given.SessionAsync(online: 2, offline: 1);

        await Database.ExecuteAsync("UPDATE session SET session_id = session_id + 1000, is_active = false");

        Assert.Equal([$"{session + 1000}|3|0"], await Database.RowsAsync(
            "SELECT session_id, count(*), count(*) FILTER (WHERE is_online) FROM session_member GROUP BY session_id"));
    }

    /// <summary>
    /// The rows of the members have to be looked at as they are now (see session_require_newest_members), and it does
    /// not wait for them long.
    /// </summary>
    [Theory]
    [InlineData("REPEATABLE READ")]
    [InlineData("SERIALIZABLE")]
    public async Task Above_read_committed_a_locked_member_who_is_offline_ends_a_cleanup_with_55P03(string isolation)
    {
        await Given.ExpiredSessionAsync(offline: 1);
        await using var application = await Database.OpenAsync();
        await application.ExecuteAsync("BEGIN; UPDATE session_member SET last_active_at = now()");
        await using var cleanup = await Database.OpenAsync(settings => settings.Options = "-c statement_timeout=20s");

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => cleanup.ExecuteAsync($"BEGIN ISOLATION LEVEL {isolation}; SELECT cleanup_sessions(); COMMIT"));

        Assert.Equal("55P03", error.SqlState);
    }

    [Theory]
    [InlineData("INSERT INTO session (session_type, is_active, deactivated_at) VALUES ('simple', true, now())")]
    [InlineData("UPDATE session SET deactivated_at = now()")]
    [InlineData("UPDATE session SET is_active = false; UPDATE session SET is_active = true")]
    public async Task An_active_session_has_no_moment_of_deactivation(string sql)
    {
        await Given.SessionAsync();

        await Database.ExecuteAsync(sql);

        Assert.Equal(0,
            await Database.ScalarAsync<long>(
                "SELECT count(*) FROM session WHERE is_active AND deactivated_at IS NOT NULL"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM session WHERE NOT is_active"));
    }

    [Fact]
    public async Task A_heartbeat_does_not_wait_for_a_member_who_is_coming_online_nor_the_other_way_round()
    {
        await Given.SessionAsync(offline: 2);
        await using var joiner = await Database.OpenAsync();
        await using var heartbeat = await Database.OpenAsync();
        await joiner.ExecuteAsync("BEGIN");
        await joiner.ExecuteAsync("UPDATE session_member SET is_online = true WHERE user_id = 1");

        await heartbeat.ExecuteAsync("SET lock_timeout = '1s'");
        await heartbeat.ExecuteAsync("BEGIN");
        await heartbeat.ExecuteAsync(
            "UPDATE session SET last_activity_at = now(), expires_at = now() + interval '7 days'");
        await joiner.ExecuteAsync("SET lock_timeout = '1s'");
        await joiner.ExecuteAsync("UPDATE session_member SET is_online = true WHERE user_id = 2");

        await heartbeat.ExecuteAsync("COMMIT");
        await joiner.ExecuteAsync("COMMIT");
    }

    [Fact]
    public async Task A_session_is_never_deleted()
    {
        await Given.SessionAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync("DELETE FROM session"));

        Assert.Equal("SC002", error.SqlState);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public async Task A_role_that_may_update_session_alone_can_deactivate_one()
    {
        await Given.SessionAsync(online: 2);
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(
            """
            BEGIN;
            CREATE ROLE session_cleanup_test_closer;
            GRANT SELECT, UPDATE ON session TO session_cleanup_test_closer;
            SET LOCAL ROLE session_cleanup_test_closer;
            UPDATE session SET is_active = false;
            RESET ROLE;
            """);

        Assert.Equal(0, await connection.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
        await connection.ExecuteAsync("ROLLBACK");
    }

    /// <summary>
    /// A batch of a cleanup does what the triggers do; no setting says so for anybody else, not even the number of the
    /// transaction, and not for whoever owns the tables and saves a row as it was read long ago.
    /// </summary>
    [Theory]
    [InlineData("UPDATE session SET is_active = false")]
    [InlineData("UPDATE session SET is_active = false, deactivated_at = now(), cleanup_run_id = 1")]
    [InlineData(
        "UPDATE session SET is_active = false, cleanup_run_id = 1 RETURNING set_config('session_cleanup.batch', "
            + "pg_current_xact_id()::text, false)")]
    [InlineData(
        """
        INSERT INTO session (session_id, session_type) SELECT session_id, 'simple' FROM session
            ON CONFLICT (session_id) DO UPDATE SET is_active = false, cleanup_run_id = 1
        """)]
    public async Task No_setting_opens_a_way_round_the_triggers(string deactivation)
    {
        foreach (var setting in new[] { "'1'", "'on'", "''", "pg_current_xact_id()::text" })
        {
            foreach (var role in new[] { "session_cleanup_test_closer", "none" })
            {
                // As the owner, the number of the transaction does what it does for a batch: it says that it did the
                // triggers' work.
                if (role == "none"
                    && (setting.StartsWith("pg", StringComparison.Ordinal)
                        || deactivation.Contains("set_config", StringComparison.Ordinal)))
                {
                    continue;
                }

                await Given.SessionAsync(online: 1);
                await Given.SessionAsync(online: 1);
                await using var connection = await Database.OpenAsync();
                await connection.ExecuteAsync(
                    $"""
                    BEGIN;
                    CREATE ROLE session_cleanup_test_closer;
                    GRANT SELECT, INSERT, UPDATE ON session TO session_cleanup_test_closer;
                    SET LOCAL ROLE {role};
                    SELECT set_config('session_cleanup.batch', {setting}, false);
                    """);

                await connection.ExecuteAsync(deactivation);

                await connection.ExecuteAsync("RESET ROLE");
                Assert.Equal(["0|0"], await connection.RowsAsync(
                    "SELECT count(*) FILTER (WHERE is_active OR cleanup_run_id IS NOT NULL), (SELECT count(*) FROM "
                        + "session_member WHERE is_online) FROM session"));
                await connection.ExecuteAsync("ROLLBACK; RESET session_cleanup.batch");
            }
        }
    }
}
