using System.Diagnostics;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>Counting the sessions, as a cleanup does at its end, next to how 0.1.1 did.</summary>
internal sealed class StatisticsSection : ISection
{
    public string Name => "statistics";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (label, query) in new[]
        {
            ("session_totals", "SELECT active, inactive, total FROM session_totals"),
            ("session_statistics, as 0.1.1", "SELECT sum(active), sum(inactive), sum(total) FROM session_statistics"),
        })
        {
            await context.Server.CopyAsync(BenchContext.Base);
            await context.Server.ExecuteAsync(
                BenchServer.Run, "CALL cleanup_sessions_in_batches(statistics => false)");
            var before = await MillisecondsAsync(context, query);
            await context.Server.ExecuteAsync(BenchServer.Run, "VACUUM");
            var after = await MillisecondsAsync(context, query);
            rows.Add([label, Text(before[0]), Text(Median(before.Skip(1))), Text(Median(after.Skip(1)))]);
        }

        yield return new BenchTable(
            Name,
            "Counting the sessions after a cleanup, without parallel workers",
            ["by", "the first time, ms", "again, ms", "after VACUUM, ms"],
            rows);
    }

    private static async Task<List<double>> MillisecondsAsync(BenchContext context, string query)
    {
        var taken = new List<double>();
        await using var connection = await context.Server.OpenAsync(BenchServer.Run);
        // As cleanup_run_close() sets them.
        await BenchServer.ExecuteAsync(
            connection, "SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1");
        for (var i = 0; i < 4; i++)
        {
            var watch = Stopwatch.StartNew();
            await BenchServer.ExecuteAsync(connection, query);
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        return taken;
    }
}
