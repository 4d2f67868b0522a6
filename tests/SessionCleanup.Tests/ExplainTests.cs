using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public class ExplainTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task An_expired_session_will_be_deactivated()
    {
        var session = await Given.ExpiredSessionAsync(online: 2, offline: 1);

        Assert.Equal(
            ["expired|False|3|2|deactivate it and set 2 of its members offline"],
            await Database.RowsAsync(
                "SELECT state, is_locked, members, members_online, next_cleanup FROM explain_session($1)", session));
        Assert.Matches("^expired since 20", await ReasonAsync(session));
    }

    [Fact]
    public async Task What_is_never_cleaned_says_why()
    {
        var simple = await Given.SessionAsync(type: "simple");
        var forever = await Given.SessionAsync();
        await Database.ExecuteAsync("UPDATE session SET expires_at = 'infinity' WHERE session_id = $1", forever);
        var current = await Given.SessionAsync();

        Assert.Contains("sessions of type simple never do", await ReasonAsync(simple), StringComparison.Ordinal);
        Assert.Contains("expires_at is infinity", await ReasonAsync(forever), StringComparison.Ordinal);
        Assert.Matches("^expires on 20.*, in 6 days 23:59:", await ReasonAsync(current));
    }

    [Fact]
    public async Task An_inactive_session_names_the_run_or_says_that_none_did_it()
    {
        var cleaned = await Given.ExpiredSessionAsync();
        await Database.CleanupAsync();
        var ended = await Given.SessionAsync();
        await Database.ExecuteAsync("UPDATE session SET is_active = false WHERE session_id = $1", ended);
        var run = await Database.ScalarAsync<long>("SELECT max(cleanup_run_id) FROM cleanup_run");

        await Database.ExecuteAsync("UPDATE session SET cleanup_run_id = $1 WHERE session_id = $2", run, cleaned);

        Assert.Contains($"deactivated by cleanup run {run} of role", await ReasonAsync(cleaned),
            StringComparison.Ordinal);
        Assert.Contains("no recorded cleanup deactivated it", await ReasonAsync(ended), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_somebody_has_it_locked_is_found_out_without_waiting_and_without_keeping_a_lock()
    {
        var session = await Given.ExpiredSessionAsync();
        await using var holder = await Database.OpenAsync(_ => { });
        await holder.ExecuteAsync($"BEGIN; SELECT FROM session WHERE session_id = {session} FOR KEY SHARE");

        Assert.Equal(
            ["True|nothing while somebody holds its lock; a later run deactivates it"],
            await Database.RowsAsync("SELECT is_locked, next_cleanup FROM explain_session($1)", session));

        await holder.ExecuteAsync($"ROLLBACK; BEGIN; SELECT explain_session({session})");
        await Database.ExecuteAsync($"SELECT FROM session WHERE session_id = {session} FOR UPDATE NOWAIT");
    }

    [Fact]
    public async Task In_a_read_only_transaction_the_lock_is_not_known()
    {
        var session = await Given.ExpiredSessionAsync();
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync("BEGIN READ ONLY");

        Assert.Equal(["expired|"],
            await connection.RowsAsync("SELECT state, is_locked FROM explain_session($1)", session));
    }

    [Fact]
    public async Task The_command_takes_either_identifier()
    {
        var session = await Given.ExpiredSessionAsync();
        var share = await Database.ScalarAsync<Guid>("SELECT share_id FROM session WHERE session_id = $1", session);

        var byKey = await ExplainAsync($"{session}");
        var byShare = await ExplainAsync($"{share}");

        Assert.Equal((0, ""), (byKey.ExitStatus, byKey.StandardError));
        Assert.Equal(byKey.StandardOutput, byShare.StandardOutput);
        Assert.Contains("next cleanup:  deactivate it", byKey.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(13, byKey.StandardOutput.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("999999999", 1, "There is no session")]
    [InlineData("00000000-0000-0000-0000-000000000000", 1, "There is no session")]
    [InlineData("room", 64, "neither a share_id nor a session_id")]
    [InlineData("99999999999999999999", 64, "neither a share_id nor a session_id")]
    public async Task What_is_no_session_is_an_error(string session, int status, string message)
    {
        var result = await ExplainAsync(session);

        Assert.Equal(status, result.ExitStatus);
        Assert.Contains(message, result.StandardError, StringComparison.Ordinal);
        Assert.Empty(result.StandardOutput);
    }

    private Task<string> ReasonAsync(long session) =>
        Database.ScalarAsync<string>("SELECT reason FROM explain_session($1)", session);

    private Task<ProcessResult> ExplainAsync(string session) =>
        CommandLine.RunAsync("explain", session, "--connection", Database.ConnectionString);
}
