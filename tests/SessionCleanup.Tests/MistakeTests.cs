using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// All sessions expire by mistake (a clock set ahead): from the brake to the undo, as whoever is woken at night sees
/// it.
/// </summary>
public sealed class MistakeTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Rows =
        """
        SELECT session_id, share_id, owner_id, title, session_type, is_active, created_at, last_activity_at, deactivated_at, cleanup_run_id
          FROM session
         WHERE title = 'a session'
         ORDER BY session_id
        """;

    [Fact]
    public async Task The_brake_refuses_it_and_an_undo_restores_every_row_that_nobody_has_changed()
    {
        await Given.ExpiredSessionsAsync(500);
        await Database.ExecuteAsync(
            "UPDATE session SET title = 'a session'; UPDATE cleanup_setting SET refuse_above = 100");
        var before = await Database.RowsAsync(Rows);

        var refused = await RunAsync("cleanup");
        Assert.Equal(1, refused.ExitStatus);
        Assert.Contains("more than 100 sessions are expired", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await Database.RowsAsync(Rows));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run"));

        Assert.Equal(0, (await RunAsync("cleanup", "--refuse-above=0", "--batch-size=70")).ExitStatus);
        var run = await Database.ScalarAsync<long>("SELECT cleanup_run_id FROM cleanup_run");
        await Database.ExecuteAsync(
            "UPDATE session SET title = 'changed' WHERE session_id IN (SELECT session_id FROM session ORDER BY "
                + "share_id LIMIT 7)");
        var untouched = await Database.RowsAsync(
            "SELECT session_id::text FROM session WHERE title = 'a session' ORDER BY session_id");

        var undone = await RunAsync("undo", $"{run}", "--batch-size=70");

        Assert.Equal($"cleanup run {run}: 493 sessions made active again, 7 left alone\n", undone.StandardOutput);
        Assert.Equal(before.Where(row => untouched.Contains(row.Split('|')[0])), await Database.RowsAsync(Rows));
        Assert.Equal(
            ["493|0|0"],
            await Database.RowsAsync(
                """
                SELECT count(*) FILTER (WHERE is_active AND expires_at BETWEEN now() + interval '6 days 23 hours' AND now() + interval '7 days'),
                       count(*) FILTER (WHERE is_active AND expires_at < now()),
                       (SELECT count(*) FROM session_member WHERE is_online)
                  FROM session
                """));

        var report = await RunAsync("status", "--output=html");
        Assert.Contains("<td>500</td><td>1,000</td><td class=\"text\">493 sessions undone</td>", report.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\" class=\"text\">collaborative</th><td>493</td><td>7</td><td>500</td>",
            report.StandardOutput, StringComparison.Ordinal);
        var metrics = await RunAsync("status", "--output=prometheus");
        Assert.Contains("session_cleanup_sessions{session_type=\"collaborative\",state=\"active\"} 493\n",
            metrics.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("session_cleanup_last_run_cleaned_sessions 500\n", metrics.StandardOutput,
            StringComparison.Ordinal);
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--connection", Database.ConnectionString]);
}
