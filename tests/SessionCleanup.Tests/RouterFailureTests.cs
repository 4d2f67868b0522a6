using System.Globalization;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>What is said of a cleanup is true, and the next one finishes it, whatever fails.</summary>
[Collection(nameof(RouterCluster))]
[Trait("needs", "plproxy")]
public sealed class RouterFailureTests(RouterCluster cluster) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await cluster.ResetAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_node_that_is_down_is_named_the_others_are_cleaned_and_the_next_run_is_exact()
    {
        var expired = await cluster.FillAsync(1000);
        await cluster.CrashAsync("server2");
        var (cleaned, problems, status) = (
            await cluster.RunProgramAsync("cleanup", "--batch-size", "100"),
            await cluster.Router.RowsAsync("SELECT problem FROM session_cleanup_problem"),
            await cluster.RunProgramAsync("status"));
        await cluster.StartAgainAsync("server2");

        Assert.Equal(1, cleaned.ExitStatus);
        Assert.Contains("Warning: node 1 was left out", cleaned.StandardError, StringComparison.Ordinal);
        Assert.Contains("Warning: node 3 was left out", cleaned.StandardError, StringComparison.Ordinal);
        var first = await cluster.SumAsync("SELECT coalesce(sum(sessions_cleaned), 0)::bigint FROM cleanup_run");
        Assert.Contains($"nodes 1, 3 were left out; in all, {first} sessions were cleaned up", cleaned.StandardError,
            StringComparison.Ordinal);
        Assert.Equal(["a node does not answer", "a node does not answer"], problems);
        Assert.Equal(1, status.ExitStatus);
        Assert.Contains("node", status.StandardError, StringComparison.Ordinal);

        var second = await UntilCleanedAsync();
        Assert.Equal(expired, first + second);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_node_that_crashes_in_the_middle_is_left_out_and_loses_nothing_that_was_reported()
    {
        var expired = await cluster.FillAsync(1000);
        var run = await cluster.Router.ScalarAsync<long>("SELECT cleanup_run_begin()");
        var reported = await BatchAsync(run);
        await cluster.CrashAsync("server2");
        reported += await BatchAsync(run);
        await cluster.StartAgainAsync("server2");
        long cleaned;
        do
        {
            reported += cleaned = await BatchAsync(run);
        }
        while (cleaned > 0);

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            cluster.Router.ExecuteAsync("SELECT cleanup_run_finish($1)", run));

        Assert.Equal("SC005", error.SqlState);
        Assert.Contains($"in all, {reported} sessions were cleaned up", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(reported, await cluster.SumAsync("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run"));
        Assert.Equal(expired - reported, await cluster.SumAsync("SELECT count(*) FROM expired_session"));
        Assert.Equal(expired - reported, await UntilCleanedAsync());
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Frozen_nodes_end_no_later_than_one_of_them_and_the_others_are_cleaned()
    {
        var expired = await cluster.FillAsync(400);
        // The shipped timeouts, but shorter.
        await ConfigurePgBouncerAsync(
            "s/^query_timeout = .*/query_timeout = 5/; s/^query_wait_timeout = .*/query_wait_timeout = 5/");
        await cluster.SignalAsync("server2", "STOP");
        ProcessResult[] results;
        try
        {
            results = await Task.WhenAll(
                cluster.RunProgramAsync("cleanup"),
                cluster.RunProgramAsync("cleanup", "--dry-run"),
                cluster.RunProgramAsync("check"),
                cluster.RunProgramAsync("status", "--max-age", "26h"),
                cluster.RunProgramAsync("explain", "5"));
        }
        finally
        {
            await cluster.SignalAsync("server2", "CONT");
            await ConfigurePgBouncerAsync(
                "s/^query_timeout = .*/query_timeout = 12/; s/^query_wait_timeout = .*/query_wait_timeout = 10/");
        }

        Assert.Equal([1, 1, 2, 3, 1], results.Select(result => result.ExitStatus));
        Assert.Contains("Warning: node 1 was left out of this cleanup", results[0].StandardError,
            StringComparison.Ordinal);
        Assert.Contains("nodes 1, 3 were left out", results[0].StandardError, StringComparison.Ordinal);
        Assert.Contains("a node does not answer: node 1: no answer within 5 s", results[2].StandardOutput,
            StringComparison.Ordinal);
        await UntilCleanedAsync();
        Assert.Equal(expired, await cluster.SumAsync("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run"));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task The_shipped_timeouts_of_PgBouncer_end_each_call_of_a_frozen_node_within_30_seconds()
    {
        var settings = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory,
            "deploy/cluster/pgbouncer.ini"), TestContext.Current.CancellationToken))
            .Where(line => line.Contains("timeout = ", StringComparison.Ordinal))
            .ToDictionary(line => line.Split(" = ")[0], line =>
                int.Parse(line.Split(" = ")[1], CultureInfo.InvariantCulture));

        // After one of them, router_silent_nodes takes 5 s more.
        Assert.InRange(settings["query_timeout"], 1, 20);
        Assert.InRange(settings["query_wait_timeout"], 1, 20);
        Assert.InRange(settings["server_connect_timeout"], 1, 20);
    }

    [Fact]
    public async Task A_program_or_a_router_that_is_killed_leaves_whole_batches_and_the_next_run_is_exact()
    {
        var expired = await cluster.FillAsync(2000);
        using (var killed = CommandLine.Start(
            "cleanup", "--batch-size", "20", "--pause", "50ms", "--connection", cluster.Router.ConnectionString))
        {
            await UntilSomethingIsCleanedAsync();
            await cluster.CrashAsync("router");
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await cluster.StartAgainAsync("router");
        await UntilCleanedAsync();

        Assert.Equal(expired, await cluster.SumAsync("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run"));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task The_rules_hold_while_the_application_and_cleanups_go_through_the_router()
    {
        using var enough = new CancellationTokenSource();
        var random = new Random(42);
        var seeds = Enumerable.Range(0, 6).Select(_ => random.Next()).ToList();
        var applications = seeds.Select(seed => UseAsync(new Random(seed), 150)).ToList();
        var cleaning = CleanAsync(enough.Token);
        await Task.WhenAll(applications);
        await enough.CancelAsync();
        await cleaning;

        Assert.Equal(0, await cluster.SumAsync(
            "SELECT count(*) FROM session_member JOIN session USING (session_id) WHERE is_online AND NOT is_active"));
        Assert.Equal(0, await cluster.SumAsync(
            "SELECT count(*) FROM session CROSS JOIN cleanup_setting "
                    + "WHERE session_id & (node_count - 1) <> node_number"));
        Assert.Equal(
            await cluster.SumAsync("SELECT count(*) FROM session WHERE title = 'to expire' AND NOT is_active"),
            await cluster.SumAsync("SELECT coalesce(sum(sessions_cleaned), 0)::bigint FROM cleanup_run"));
    }

    private async Task UseAsync(Random random, int calls)
    {
        await using var connection = await cluster.Router.OpenAsync();
        var sessions = new List<long>();
        for (var call = 0; call < calls; call++)
        {
            var session = sessions.Count == 0 ? 0 : sessions[random.Next(sessions.Count)];
            try
            {
                switch (random.Next(6))
                {
                    case 0 or 1:
                        sessions.Add(
                            await connection.ScalarAsync<long>(
                                "SELECT session_id FROM create_session(title => 'to expire')"));
                        await ExpireAsync(sessions[^1]);
                        break;
                    case 2:
                        sessions.Add(await connection.ScalarAsync<long>("SELECT session_id FROM create_session()"));
                        break;
                    case 3:
                        await connection.ExecuteAsync("SELECT leave_session($1, $2)", session, random.Next(4));
                        break;
                    case 4:
                        await connection.ExecuteAsync("SELECT touch_session($1)", session);
                        break;
                    default:
                        await connection.ExecuteAsync("SELECT join_session($1, $2)", session, random.Next(4));
                        break;
                }
            }
            catch (PostgresException exception) when (exception.SqlState is "SC001" or "23503")
            {
                // The session is over, or it is session 0.
            }
        }
    }

    /// <summary>
    /// A user is online in a session that has expired, on the node itself: no call lets anybody do that.
    /// </summary>
    private Task ExpireAsync(long session) =>
        cluster.Nodes[(int)(session & (RouterCluster.NodeCount - 1))].ExecuteAsync(
        $"""
        INSERT INTO session_member (session_id, user_id, is_online) VALUES ({session.ToString(CultureInfo.InvariantCulture)}, 9, true);
        UPDATE session SET expires_at = now() - interval '1 day' WHERE session_id = {session.ToString(CultureInfo.InvariantCulture)};
        """);

    private async Task CleanAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await cluster.Router.ExecuteAsync("CALL cleanup_sessions_in_batches(10)");
        }
    }

    private Task<string> ConfigurePgBouncerAsync(string edit) => cluster.RunAsync(
        $"""
        sed -i '{edit}' "$directory/pgbouncer/pgbouncer.ini"
        kill -HUP "$(cat "$directory/pgbouncer/pid")"
        """);

    private async Task<long> BatchAsync(long run) =>
        await cluster.Router.ScalarAsync<long>("SELECT sessions_cleaned FROM cleanup_run_batch($1, 50)", run);

    /// <summary>The nodes may still be on their way up, for PgBouncer.</summary>
    private async Task<long> UntilCleanedAsync()
    {
        var before = await cluster.SumAsync("SELECT coalesce(sum(sessions_cleaned), 0)::bigint FROM cleanup_run");
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var cleaned = await cluster.RunProgramAsync("cleanup");
            if (cleaned.ExitStatus == 0)
            {
                return await cluster.SumAsync("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run") - before;
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The nodes did not come back.");
    }

    private async Task UntilSomethingIsCleanedAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (await cluster.SumAsync("SELECT coalesce(sum(sessions_cleaned), 0)::bigint FROM cleanup_run") == 0)
        {
            Assert.True(DateTime.UtcNow < deadline, "Nothing was cleaned.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task AssertNothingIsLeftAsync()
    {
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM expired_session"));
        Assert.Equal(0, await cluster.SumAsync(
            "SELECT count(*) FROM session_member JOIN session USING (session_id) WHERE is_online AND NOT is_active"));
    }
}
