using System.Diagnostics;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>A program that stands still, or waits for somebody who never answers, holds nobody up for long.</summary>
public sealed class FrozenClientTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task A_program_that_is_frozen_between_a_batch_and_its_COMMIT_lets_its_locks_go()
    {
        var session = await Given.ExpiredSessionAsync(online: 1);
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION wait_for_the_test() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END';
            CREATE TRIGGER wait_for_the_test BEFORE UPDATE ON session
                FOR EACH ROW EXECUTE FUNCTION wait_for_the_test();
            """);
        try
        {
            await using var test = await Database.OpenAsync();
            await test.ExecuteAsync("SELECT pg_advisory_lock(4711)");
            using var process = CommandLine.Start("cleanup", "--connection", Database.ConnectionString);
            await Sql.UntilAsync(
                Database.ConnectionString,
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = "
                    + "'advisory'");
            await SignalAsync("STOP", process);
            await test.ExecuteAsync("SELECT pg_advisory_unlock(4711)");

            // It waits for the frozen program's lock, until the server ends that transaction.
            await Database.ExecuteAsync("UPDATE session SET title = 'mine' WHERE session_id = $1", session);

            Assert.True(await Database.ScalarAsync<bool>("SELECT is_active FROM session"));
            await SignalAsync("CONT", process);
            var result = await CommandLine.FinishAsync(process);
            Assert.True(result.ExitStatus == 0, result.AllOutput);
            Assert.Contains("1 session cleaned up, 1 member set offline", result.StandardOutput,
                StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION wait_for_the_test CASCADE");
        }
    }

    [Fact]
    public async Task A_second_signal_ends_a_program_whose_COMMIT_waits_for_a_standby_that_never_answers()
    {
        await using var cluster = await PrivateCluster.StartAsync("synchronous_standby_names=nobody",
            "synchronous_commit=local");
        Assert.Equal(0, (await CommandLine.RunAsync("migrate", "--connection", cluster.ConnectionString)).ExitStatus);
        await Sql.ExecuteAsync(
            cluster.ConnectionString,
            "INSERT INTO session (session_type, expires_at) VALUES ('collaborative', now() - interval '1 day')");
        await Sql.ExecuteAsync(cluster.ConnectionString, "ALTER DATABASE postgres SET synchronous_commit = on");
        using var process = CommandLine.Start("cleanup", "--connection", cluster.ConnectionString);
        await Sql.UntilAsync(
            cluster.ConnectionString, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'SyncRep'");

        await SignalAsync("TERM", process);
        await SignalAsync("TERM", process);
        var result = await CommandLine.FinishAsync(process);

        Assert.True(result.ExitStatus == 143, result.AllOutput);
        Assert.DoesNotContain("cleaned up", result.StandardOutput, StringComparison.Ordinal);
    }

    private static async Task SignalAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
