using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// create_session, join_session, leave_session, end_session and find_session; touch_session has tests of its own.
/// </summary>
public sealed class ApplicationCallsTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task A_created_session_is_active_and_expires_after_the_timeout_of_its_type()
    {
        var created = Assert.Single(
            await Database.RowsAsync("SELECT * FROM create_session(owner_id => 7, title => 'Interview')"));

        Assert.Equal(
            [$"{created}|7|Interview|collaborative|True|True"],
            await Database.RowsAsync(
                """
                SELECT session_id, share_id, owner_id, title, session_type, is_active, expires_at = created_at + interval '168 hours'
                  FROM session
                """));
        var simple =
            await Database.ScalarAsync<long>("SELECT session_id FROM create_session(session_type => 'simple')");
        Assert.Equal(["||simple|"], await Database.RowsAsync(
            "SELECT owner_id, title, session_type, expires_at FROM session WHERE session_id = $1", simple));
    }

    [Fact]
    public async Task A_new_member_may_view_unless_the_call_says_edit()
    {
        var session = await Given.SessionAsync();

        Assert.True(await JoinAsync(session, 1));
        Assert.True(await JoinAsync(session, 2, "edit"));

        Assert.Equal(["1|view|True", "2|edit|True"], await MembersAsync());
    }

    [Fact]
    public async Task A_member_who_joins_again_comes_back_and_keeps_the_permission()
    {
        var session = await Given.SessionAsync(offline: 1);
        await Database.ExecuteAsync(
            "UPDATE session_member SET joined_at = '2026-01-01', last_active_at = '2026-01-01'");

        Assert.True(await JoinAsync(session, 1));
        Assert.False(await JoinAsync(session, 1));

        Assert.Equal(
            ["1|edit|True|True|True"],
            await Database.RowsAsync(
                """
                SELECT user_id, permission, is_online, joined_at = '2026-01-01', last_active_at > now() - interval '1 minute'
                  FROM session_member
                """));
    }

    [Fact]
    public async Task Joining_with_another_permission_changes_it()
    {
        var session = await Given.SessionAsync(online: 1);

        Assert.False(await JoinAsync(session, 1, "view"));

        Assert.Equal(["1|view|True"], await MembersAsync());
    }

    [Fact]
    public async Task Joining_is_activity()
    {
        var session = await Given.SessionAsync(expiresIn: 1.Days());

        await JoinAsync(session, 1);

        Assert.True(
            await Database.ScalarAsync<bool>(
                "SELECT expires_at = last_activity_at + interval '168 hours' FROM session"));
    }

    [Theory]
    [InlineData("UPDATE session SET is_active = false", "SC001", "the session is inactive")]
    [InlineData("UPDATE session SET expires_at = now() - interval '1 day'", "SC001", "the session is expired")]
    [InlineData("UPDATE session SET session_id = 4711", "23503", "there is no session")]
    public async Task Nobody_joins_a_session_that_is_over_or_does_not_exist(string change, string sqlState,
        string message)
    {
        var session = await Given.SessionAsync();
        await Database.ExecuteAsync(change);

        var error = await Assert.ThrowsAsync<PostgresException>(() => JoinAsync(session, 1));

        Assert.Equal(sqlState, error.SqlState);
        Assert.Contains(message, error.MessageText, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint!);
        Assert.Empty(await MembersAsync());
    }

    [Fact]
    public async Task A_member_who_leaves_is_offline_and_stays_a_member()
    {
        var session = await Given.SessionAsync(online: 2);

        Assert.True(await LeaveAsync(session, 1));
        Assert.False(await LeaveAsync(session, 1));

        Assert.Equal(["1|edit|False", "2|edit|True"], await MembersAsync());
    }

    [Fact]
    public async Task Leaving_without_being_a_member_changes_nothing()
    {
        var session = await Given.SessionAsync(online: 1);

        Assert.False(await LeaveAsync(session, 2));
        Assert.False(await LeaveAsync(4711, 1));
        Assert.False(await Database.ScalarAsync<bool>("SELECT leave_session(NULL, NULL)"));

        Assert.Equal(["1|edit|True"], await MembersAsync());
    }

    [Fact]
    public async Task An_ended_session_is_inactive_and_its_members_are_offline()
    {
        var session = await Given.SessionAsync(online: 2);
        var other = await Given.SessionAsync();

        Assert.True(await EndAsync(session));
        Assert.False(await EndAsync(session));

        Assert.Equal(["1|edit|False", "2|edit|False"], await MembersAsync());
        Assert.Equal(
            [$"{session}|False|True", $"{other}|True|False"],
            await Database.RowsAsync(
                "SELECT session_id, is_active, deactivated_at IS NOT NULL FROM session ORDER BY session_id"));
    }

    [Fact]
    public async Task Ending_a_session_that_does_not_exist_gives_false()
    {
        Assert.False(await EndAsync(4711));
        Assert.False(await Database.ScalarAsync<bool>("SELECT end_session(NULL)"));
    }

    [Fact]
    public async Task An_expired_session_can_be_ended_before_a_cleanup_ends_it()
    {
        Assert.True(await EndAsync(await Given.ExpiredSessionAsync(online: 1)));

        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 1, Total: 1),
            await CleanedAsync());
    }

    [Fact]
    public async Task A_link_finds_its_session_active_or_not()
    {
        var session = await Given.SessionAsync(expiresIn: 1.Days());
        await Given.SessionAsync();
        var share = await Database.ScalarAsync<Guid>("SELECT share_id FROM session WHERE session_id = $1", session);

        Assert.Equal([$"{session}|a session|True"], await FindAsync(share));
        await EndAsync(session);
        Assert.Equal([$"{session}|a session|False"], await FindAsync(share));
        Assert.True(await Database.ScalarAsync<bool>(
            """
            SELECT found::text = (SELECT row(session_id, owner_id, title, session_type, is_active, created_at, last_activity_at,
                                             expires_at, deactivated_at)::text FROM session WHERE share_id = $1)
              FROM find_session($1) AS found
            """, share));
    }

    [Fact]
    public async Task A_link_to_nothing_finds_no_row()
    {
        Assert.Empty(await FindAsync(Guid.NewGuid()));
        Assert.Empty(await Database.RowsAsync("SELECT * FROM find_session(NULL)"));
    }

    [Theory]
    [InlineData("SELECT join_session(NULL, 1)", "22004", "session_id must not be null")]
    [InlineData("SELECT join_session(1, NULL)", "22004", "user_id must not be null")]
    [InlineData("SELECT join_session(1, 1, 'admin')", "22023", "permission must be view or edit, not 'admin'")]
    [InlineData("SELECT join_session(1, 1, '')", "22023", "permission must be view or edit, not ''")]
    [InlineData("SELECT create_session(session_type => 'whiteboard')", "23503",
        "there is no session type 'whiteboard'")]
    [InlineData("SELECT create_session(session_type => NULL)", "23503", "there is no session type null")]
    public async Task A_bad_argument_is_named_and_changes_nothing(string sql, string sqlState, string message)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(sql));

        Assert.Equal((sqlState, message), (error.SqlState, error.MessageText));
        Assert.NotEmpty(error.Hint!);
        Assert.Empty(await Database.RowsAsync("SELECT session_id FROM session"));
    }

    [Fact]
    public async Task Users_who_join_one_session_at_once_all_are_members_once()
    {
        var session = await Given.SessionAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => JoinAsync(session, (number % 5) + 1)));

        Assert.Equal(Enumerable.Range(1, 5).Select(user => $"{user}|view|True"), await MembersAsync());
    }

    [Fact]
    public async Task A_user_who_joins_while_the_session_is_cleaned_up_gets_SC001()
    {
        var session = await Given.ExpiredSessionAsync();
        await using var cleanup = await Database.OpenAsync();
        await using var application = await Database.OpenAsync();
        await cleanup.ExecuteAsync("BEGIN");
        await cleanup.ExecuteAsync("SELECT cleanup_sessions()");

        var joining = application.ExecuteAsync("SELECT join_session($1, 1)", session);
        await Database.UntilWaitingForALockAsync(application);
        await cleanup.ExecuteAsync("COMMIT");

        Assert.Equal("SC001", (await Assert.ThrowsAsync<PostgresException>(() => joining)).SqlState);
    }

    [Fact]
    public async Task A_role_that_may_execute_the_calls_needs_no_table()
    {
        await Database.ExecuteAsync(
            "GRANT EXECUTE ON FUNCTION create_session, join_session, leave_session, end_session, find_session, "
            + "touch_session "
            + $"TO {PostgresServer.Runner}");
        await using var application = await Database.OpenAsync(settings =>
        {
            settings.Username = PostgresServer.Runner;
            settings.Password = "runner";
        });
        await application.ExecuteAsync(
            "CREATE TEMP TABLE session_member (session_id bigint, user_id bigint); SET search_path = pg_temp, public");

        var session = await application.ScalarAsync<long>("SELECT session_id FROM public.create_session()");
        Assert.Equal(
            ["True|True|True|True"],
            await application.RowsAsync(
                """
                SELECT public.join_session($1, 1), public.touch_session($1), public.leave_session($1, 1), public.end_session($1)
                """, session));
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(
            () => application.ExecuteAsync("SELECT * FROM public.session_member"))).SqlState);
    }

    [Fact]
    public async Task A_policy_that_hides_rows_from_the_owner_is_an_error_and_not_a_wrong_answer()
    {
        await using var database = await TestDatabase.CreateAsync(await Server.DisposableMigratedDatabaseAsync());
        var session = await database.Given.SessionAsync(online: 1);
        var owner = $"rls_owner_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {owner}");
        try
        {
            await database.ExecuteAsync(
                $"""
                GRANT SELECT, INSERT, UPDATE ON session, session_member TO {owner};
                GRANT SELECT ON session_type, expired_session TO {owner};
                GRANT CREATE ON SCHEMA public TO {owner};
                ALTER FUNCTION create_session OWNER TO {owner};
                ALTER FUNCTION join_session OWNER TO {owner};
                ALTER FUNCTION leave_session OWNER TO {owner};
                ALTER FUNCTION end_session OWNER TO {owner};
                ALTER FUNCTION find_session OWNER TO {owner};
                GRANT EXECUTE ON FUNCTION touch_session TO {owner};
                ALTER TABLE session ENABLE ROW LEVEL SECURITY;
                ALTER TABLE session_member ENABLE ROW LEVEL SECURITY;
                """);
            foreach (var call in new[] { "create_session()", "join_session($1, 1)", "leave_session($1, 1)",
                "end_session($1)", $"find_session('{Guid.Empty}')" })
            {
                object[] parameters = call.Contains('$', StringComparison.Ordinal) ? [session] : [];
                var error = await Assert.ThrowsAsync<PostgresException>(() =>
                    database.ExecuteAsync($"SELECT {call}", parameters));
                Assert.Equal("42501", error.SqlState);
            }
        }
        finally
        {
            await database.ExecuteAsync(
                $"REASSIGN OWNED BY {owner} TO CURRENT_USER; DROP OWNED BY {owner}; DROP ROLE {owner}");
        }
    }

    private Task<bool> JoinAsync(long session, long user, string? permission = null) => Database.ScalarAsync<bool>(
        "SELECT join_session($1, $2, $3)", session, user, (object?)permission ?? DBNull.Value);

    private Task<bool> LeaveAsync(long session, long user) =>
        Database.ScalarAsync<bool>("SELECT leave_session($1, $2)", session, user);

    private Task<bool> EndAsync(long session) => Database.ScalarAsync<bool>("SELECT end_session($1)", session);

    private Task<List<string>> FindAsync(Guid share) =>
        Database.RowsAsync("SELECT session_id, title, is_active FROM find_session($1)", share);

    private Task<List<string>> MembersAsync() =>
        Database.RowsAsync("SELECT user_id, permission, is_online FROM session_member ORDER BY user_id");

    private Task<Cleanup> CleanedAsync() => Database.CleanupAsync();
}
