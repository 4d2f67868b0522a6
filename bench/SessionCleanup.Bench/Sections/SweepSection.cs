using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>What a session costs, by the size of a batch.</summary>
internal sealed class SweepSection : ISection
{
    public string Name => "sweep";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var batchSize in new[] { 100, 300, 1000, 3000, 10000, 30000, 100000 })
        {
            await context.Server.CopyAsync(BenchContext.Base);
            var taken = await Measurement.TakeAsync(
                context.Server,
                () => context.Server.ExecuteAsync(BenchServer.Run, $"CALL cleanup_sessions_in_batches({batchSize})"));
            rows.Add([Text(batchSize), Text(taken.Seconds * 1_000_000 / context.Expired, 1)]);
        }

        yield return new BenchTable(Name, "Cost of a session by batch size", ["batch size", "µs/session"], rows);
    }
}
