using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public class TouchSessionTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task Activity_moves_the_last_activity_and_the_expiry()
    {
        var session = await Given.SessionAsync(expiresIn: 1.Days());
        await Database.ExecuteAsync("UPDATE session SET last_activity_at = now() - interval '6 days'");

        Assert.True(await TouchAsync(session));

        Assert.Equal(["True|True"], await Database.RowsAsync(
            """
            SELECT last_activity_at > now() - interval '1 minute', expires_at = last_activity_at + interval '168 hours'
              FROM session
            """));
    }

    [Fact]
    public async Task An_expired_session_is_not_revived()
    {
        var session = await Given.ExpiredSessionAsync();
        var before = await Database.RowsAsync("SELECT session::text FROM session");

        Assert.False(await TouchAsync(session));
        Assert.Equal(before, await Database.RowsAsync("SELECT session::text FROM session"));
    }

    [Fact]
    public async Task An_inactive_session_is_not_revived()
    {
        var session = await Given.SessionAsync();
        await Database.ExecuteAsync("UPDATE session SET is_active = false");
        var before = await Database.RowsAsync("SELECT session::text FROM session");

        Assert.False(await TouchAsync(session));
        Assert.Equal(before, await Database.RowsAsync("SELECT session::text FROM session"));
    }

    [Fact]
    public async Task An_unknown_session_gives_false()
    {
        Assert.False(await TouchAsync(4711));
        Assert.False(await Database.ScalarAsync<bool>("SELECT touch_session(NULL)"));
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("'infinity'")]
    [InlineData("'9999-12-31'")]
    public async Task An_expiry_that_is_later_or_never_stays(string expiresAt)
    {
        var session = await Given.SessionAsync();
        await Database.ExecuteAsync($"UPDATE session SET expires_at = {expiresAt}");

        Assert.True(await TouchAsync(session));

        Assert.True(
            await Database.ScalarAsync<bool>($"SELECT expires_at IS NOT DISTINCT FROM {expiresAt} FROM session"));
    }

    [Fact]
    public async Task A_simple_session_keeps_its_expires_at_even_a_past_one()
    {
        var session = await Given.SessionAsync(type: "simple", expiresIn: -5.Days());
        var before = await Database.ScalarAsync<DateTime>("SELECT expires_at FROM session");

        Assert.True(await TouchAsync(session));

        Assert.Equal(before, await Database.ScalarAsync<DateTime>("SELECT expires_at FROM session"));
    }

    [Fact]
    public async Task A_touch_that_waited_for_a_cleanup_finds_the_session_inactive()
    {
        var session = await Given.ExpiredSessionAsync();
        await using var cleanup = await Database.OpenAsync();
        await using var application = await Database.OpenAsync();
        await cleanup.ExecuteAsync("BEGIN");
        await cleanup.ExecuteAsync("SELECT cleanup_sessions()");

        var touching = application.ScalarAsync<bool>("SELECT touch_session($1)", session);
        await Database.UntilWaitingForALockAsync(application);
        await cleanup.ExecuteAsync("COMMIT");

        Assert.False(await touching);
    }

    private Task<bool> TouchAsync(long session) => Database.ScalarAsync<bool>("SELECT touch_session($1)", session);
}
