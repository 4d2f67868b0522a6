using System.Diagnostics;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>Counting the sessions, as a cleanup does at its end: without parallel workers.</summary>
internal sealed class StatisticsSection : ISection
{
    public string Name => "statistics";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        await context.Server.CopyAsync(BenchContext.Base);
        await Psql.ContenderAsync("batches_10000");
        var before = await MillisecondsAsync(context);
        await context.Server.ExecuteAsync(BenchServer.Run, "VACUUM");
        yield return new BenchTable(
            Name,
            "Counting the sessions at the end of a run (session_totals), without parallel workers",
            ["before VACUUM, ms", "after VACUUM, ms"],
            [[Text(before), Text(await MillisecondsAsync(context))]]);
    }

    private static async Task<double> MillisecondsAsync(BenchContext context)
    {
        var taken = new List<double>();
        await using var connection = await context.Server.OpenAsync(BenchServer.Run);
        await BenchServer.ExecuteAsync(connection, "SET max_parallel_workers_per_gather = 0");
        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            await BenchServer.ExecuteAsync(connection, "SELECT total FROM session_totals");
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Median(taken);
    }
}
