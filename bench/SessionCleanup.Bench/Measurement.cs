using System.Diagnostics;
using Npgsql;

namespace SessionCleanup.Bench;

/// <summary>What one contender did, once.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="WalBytes">Written meanwhile.</param>
/// <param name="LongestTransaction">In seconds, seen every 10 ms.</param>
/// <param name="LongestLock">The longest transaction that writes session, in seconds: row locks last no longer.</param>
/// <param name="DeadRows">Of session and session_member.</param>
/// <param name="HotPercent">Updates of members that needed no index entry.</param>
internal sealed record Measurement(
    double Seconds, double WalBytes, double LongestTransaction, double LongestLock, double DeadRows, double HotPercent)
{
    /// <summary>Measures an action on the database <see cref="BenchServer.Run"/>.</summary>
    public static async Task<Measurement> TakeAsync(BenchServer server, Func<Task> action)
    {
        var lsn = await server.ScalarAsync<string>(BenchServer.Run, "SELECT pg_current_wal_lsn()::text");
        using var done = new CancellationTokenSource();
        var sampling = SampleAsync(server, done.Token);
        var watch = Stopwatch.StartNew();
        await action();
        var seconds = watch.Elapsed.TotalSeconds;
        await done.CancelAsync();
        var (longest, locked) = await sampling;
        var wal = await server.ScalarAsync<double>(BenchServer.Run, $"SELECT pg_current_wal_lsn() - '{lsn}'::pg_lsn");
        await using var connection = await server.OpenAsync(BenchServer.Run);
        await BenchServer.ExecuteAsync(connection, "SELECT pg_stat_force_next_flush()");
        await using var command = new NpgsqlCommand(
            """
            SELECT sum(n_dead_tup)::float8,
                   (100.0 * sum(n_tup_hot_upd) FILTER (WHERE relname = 'session_member')
                    / greatest(1, sum(n_tup_upd) FILTER (WHERE relname = 'session_member')))::float8
              FROM pg_stat_user_tables
             WHERE relname IN ('session', 'session_member')
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Measurement(seconds, wal, longest, locked, reader.GetDouble(0), reader.GetDouble(1));
    }

    private static async Task<(double Longest, double Locked)> SampleAsync(BenchServer server, CancellationToken done)
    {
        var (longest, locked) = (0.0, 0.0);
        await using var connection = await server.OpenAsync(BenchServer.Run);
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(extract(EPOCH FROM max(age)), 0)::float8,
                   coalesce(extract(EPOCH FROM max(age) FILTER (WHERE writes)), 0)::float8
              FROM (SELECT clock_timestamp() - xact_start AS age,
                           EXISTS (SELECT
                                     FROM pg_locks
                                    WHERE pg_locks.pid = pg_stat_activity.pid
                                      AND relation = 'session'::regclass
                                      AND mode = 'RowExclusiveLock') AS writes
                      FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()) AS seen
            """, connection);
        await command.PrepareAsync(CancellationToken.None);
        while (!done.IsCancellationRequested)
        {
            await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                await reader.ReadAsync(CancellationToken.None);
                longest = Math.Max(longest, reader.GetDouble(0));
                locked = Math.Max(locked, reader.GetDouble(1));
            }

            await Task.Delay(10, CancellationToken.None);
        }

        return (longest, locked);
    }
}
