using System.Diagnostics;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>Two connections at once, next to the same work twice, in two databases.</summary>
internal sealed class TwoSection : ISection
{
    private const string Other = "run_too";

    public string Name => "two";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var batchSize in new[] { 10000, 1000 })
        {
            var call = $"CALL cleanup_sessions_in_batches({batchSize})";
            await context.Server.ExecuteAsync(
                "postgres", $"CREATE DATABASE {Other} TEMPLATE {BenchContext.Base} STRATEGY file_copy");
            var one = await SecondsAsync(context, BenchServer.Run);
            var two = await SecondsAsync(context, BenchServer.Run, BenchServer.Run);
            var apart = await SecondsAsync(context, BenchServer.Run, Other);
            await context.Server.ExecuteAsync("postgres", $"DROP DATABASE {Other}");
            rows.Add(
            [
                Text(batchSize),
                Text(one, 2),
                Text(two, 2),
                Text(one / two, 2),
                Text(apart, 2),
                Text(2 * one / apart, 2),
            ]);

            async Task<double> SecondsAsync(BenchContext bench, params string[] databases)
            {
                await bench.Server.CopyAsync(BenchContext.Base);
                var watch = Stopwatch.StartNew();
                await Task.WhenAll(databases.Select(database => bench.Server.ExecuteAsync(database, call)));
                return watch.Elapsed.TotalSeconds;
            }
        }

        yield return new BenchTable(
            Name,
            "Two connections at once",
            [
                "batch size",
                "one, s",
                "two, s",
                "times as fast",
                "two, each in a database of its own, for twice the work, s",
                "times as fast",
            ],
            rows);
    }
}
