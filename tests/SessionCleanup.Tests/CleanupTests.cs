using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public class CleanupTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task An_expired_session_becomes_inactive_and_its_members_go_offline()
    {
        await Given.ExpiredSessionAsync(online: 2, offline: 1);
        await Given.SessionAsync(online: 3);

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 2, Active: 1, Inactive: 1, Total: 2),
            await Database.CleanupAsync());
        Assert.Equal(
            ["False|True|0|3", "True|False|3|3"],
            await Database.RowsAsync(
                """
                SELECT is_active, deactivated_at IS NOT NULL, count(*) FILTER (WHERE is_online), count(*)
                  FROM session JOIN session_member USING (session_id)
                 GROUP BY session_id, is_active, deactivated_at ORDER BY session_id
                """));
    }

    [Fact]
    public async Task No_member_stays_online_in_a_session_that_a_cleanup_ended()
    {
        await Given.ExpiredSessionAsync(online: 5);

        await Database.CleanupAsync();

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
    }

    [Fact]
    public async Task The_statistics_are_there_when_nothing_is_expired_too()
    {
        await Given.SessionAsync();

        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await Database.CleanupAsync(dryRun: true));
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task Activity_moves_the_expiry_a_whole_timeout_ahead()
    {
        var session = await Given.SessionAsync(expiresIn: 1.Days());

        Assert.True(await Database.ScalarAsync<bool>("SELECT touch_session($1)", session));

        Assert.Equal(
            7.Days(), await Database.ScalarAsync<TimeSpan>("SELECT expires_at - last_activity_at FROM session"));
    }

    [Fact]
    public async Task Batches_are_committed_one_by_one()
    {
        await Given.ExpiredSessionsAsync(25);

        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches(batch_size => 10)");

        // xmin is the transaction that wrote the row.
        Assert.Equal(
            ["5", "10", "10"],
            await Database.RowsAsync("SELECT count(*) FROM session GROUP BY xmin ORDER BY count(*)"));
    }

    [Fact]
    public async Task With_no_session_at_all_there_is_a_row_of_zeros() =>
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 0, Total: 0),
            await Database.CleanupAsync());

    [Fact]
    public async Task Running_again_cleans_nothing_more()
    {
        await Given.ExpiredSessionsAsync(5);

        Assert.Equal(new Cleanup(Cleaned: 5, MembersSetOffline: 10, Active: 0, Inactive: 5, Total: 5),
            await Database.CleanupAsync());
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 5, Total: 5),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task A_dry_run_works_in_a_read_only_transaction_and_leaves_no_trace()
    {
        await Given.ExpiredSessionAsync(online: 2);
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 2, Active: 0, Inactive: 1, Total: 1),
            await connection.CleanupAsync(dryRun: true));
        Assert.Empty(
            await connection.RowsAsync(
                "SELECT pg_current_xact_id_if_assigned() WHERE pg_current_xact_id_if_assigned() IS NOT NULL"));
        await connection.ExecuteAsync("COMMIT");

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
    }

    [Fact]
    public async Task A_run_in_a_read_only_transaction_fails_with_25006()
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("BEGIN READ ONLY");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.RowsAsync("SELECT * FROM cleanup_sessions()"));

        Assert.Equal("25006", error.SqlState);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("timestamptz 'infinity'")]
    [InlineData("now() + interval '1 microsecond'")]
    [InlineData("timestamptz '9999-12-31 23:59:59+00'")]
    [InlineData("now()")]
    public async Task A_session_that_has_not_passed_its_expiry_stays_active(string expiresAt)
    {
        // In one transaction, so that now() is the same moment for the session and for the cleanup.
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("BEGIN");
        await connection.ExecuteAsync("INSERT INTO session (session_type) VALUES ('collaborative')");
        await connection.ExecuteAsync($"UPDATE session SET expires_at = {expiresAt}");

        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await connection.CleanupAsync(dryRun: true));
        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 1, Inactive: 0, Total: 1),
            await connection.CleanupAsync());
    }

    [Theory]
    [InlineData("now() - interval '1 microsecond'")]
    [InlineData("timestamptz '1970-01-01 00:00:00+00'")]
    [InlineData("timestamptz '-infinity'")]
    public async Task A_session_that_has_passed_its_expiry_is_cleaned(string expiresAt)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("BEGIN");
        await connection.ExecuteAsync(
            $"INSERT INTO session (session_type, expires_at) VALUES ('collaborative', {expiresAt})");

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 0, Active: 0, Inactive: 1, Total: 1),
            await connection.CleanupAsync(dryRun: true));
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 0, Active: 0, Inactive: 1, Total: 1),
            await connection.CleanupAsync());
    }

    [Fact]
    public async Task After_the_clock_was_set_back_rows_from_the_future_do_no_harm()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO cleanup_run (started_at, updated_at, finished_at) VALUES (now() + interval '1 day', now() + interval '1 day', now() + interval '1 day');
            INSERT INTO session (session_type, created_at, last_activity_at, expires_at)
            VALUES ('collaborative', now() + interval '1 day', now() + interval '1 day', now() + interval '8 days'),
                   ('collaborative', now() + interval '1 day', now() + interval '1 day', now() - interval '1 second');
            """);

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 0, Active: 1, Inactive: 1, Total: 2),
            await Database.CleanupAsync());
        Assert.True(await Database.ScalarAsync<bool>("SELECT touch_session(session_id) FROM session WHERE is_active"));
        Assert.True(
            await Database.ScalarAsync<bool>(
                "SELECT expires_at > now() + interval '7.9 days' FROM session WHERE is_active"));
    }

    [Fact]
    public async Task A_simple_session_never_expires_whatever_its_expires_at()
    {
        await Given.SessionAsync(type: "simple", expiresIn: -100.Days(), online: 1);

        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 0, Total: 0),
            await Database.CleanupAsync());
        Assert.Equal(["simple|1|0|0|1"],
            await Database.RowsAsync("SELECT * FROM session_statistics WHERE session_type = 'simple'"));
    }

    [Fact]
    public async Task Sessions_of_a_type_that_is_made_non_expiring_stay_active()
    {
        await Given.ExpiredSessionAsync();
        await Database.ExecuteAsync(
            "UPDATE session_type SET inactivity_timeout = NULL WHERE session_type = 'collaborative'");

        Assert.Equal(new Cleanup(Cleaned: 0, MembersSetOffline: 0, Active: 0, Inactive: 0, Total: 0),
            await Database.CleanupAsync());
        Assert.True(await Database.ScalarAsync<bool>("SELECT is_active FROM session"));
    }

    [Fact]
    public async Task Every_type_that_expires_is_cleaned_and_counted()
    {
        await Database.ExecuteAsync(
            "INSERT INTO session_type VALUES ('another', interval '1 hour'), ('zoo', interval '1 day')");
        await Given.SessionAsync(type: "another", expiresIn: -1.Days());
        await Given.SessionAsync(type: "collaborative", expiresIn: -1.Days());
        await Given.SessionAsync(type: "simple", expiresIn: -1.Days());
        await Given.SessionAsync(type: "zoo", expiresIn: -1.Days());
        await Given.SessionAsync(type: "zoo");

        Assert.Equal(new Cleanup(Cleaned: 3, MembersSetOffline: 0, Active: 1, Inactive: 3, Total: 4),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task A_session_with_10000_members_is_cleaned_like_any_other()
    {
        await Given.ExpiredSessionAsync(online: 10_000, offline: 5);
        await Given.ExpiredSessionAsync();

        Assert.Equal(new Cleanup(Cleaned: 2, MembersSetOffline: 10000, Active: 0, Inactive: 2, Total: 2),
            await Database.CleanupAsync());
    }

    [Fact]
    public async Task Each_committed_cleanup_leaves_a_row_that_says_who_did_what()
    {
        await Given.ExpiredSessionAsync(online: 2);
        await using var connection = await Database.OpenAsync(settings => settings.ApplicationName = "nightly");

        await connection.ExecuteAsync("SELECT cleanup_sessions()");
        await connection.ExecuteAsync("CALL cleanup_sessions_in_batches()");

        Assert.Equal(
            ["1|2|True|nightly|True", "0|0|True|nightly|True"],
            await connection.RowsAsync(
                """
                SELECT sessions_cleaned, members_set_offline, role_name = session_user, application_name,
                       started_at <= finished_at
                  FROM cleanup_run ORDER BY cleanup_run_id
                """));
    }

    [Fact]
    public async Task A_cleanup_that_is_rolled_back_leaves_nothing()
    {
        await Given.ExpiredSessionAsync(online: 1);
        await using var connection = await Database.OpenAsync();

        await connection.ExecuteAsync("BEGIN");
        await connection.ExecuteAsync("SELECT cleanup_sessions()");
        await connection.ExecuteAsync("ROLLBACK");

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT members_online FROM expired_session"));
    }

    [Fact]
    public async Task A_null_dry_run_is_refused()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => Database.RowsAsync("SELECT * FROM cleanup_sessions(dry_run => NULL)"));

        Assert.Equal(("22004", "dry_run must be true or false, not null"), (error.SqlState, error.MessageText));
        Assert.NotNull(error.Hint);
    }
}
