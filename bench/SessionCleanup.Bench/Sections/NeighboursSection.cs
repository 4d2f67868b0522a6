using System.Globalization;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>What heartbeats, 400 a second, meet next to a cleanup.</summary>
internal sealed class NeighboursSection : ISection
{
    public string Name => "neighbours";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        var seconds = context.Size.LoadSeconds - 1;
        var limit = string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
        List<(string Label, Func<Task> Action)> neighbours =
        [
            ("nothing", () => Task.Delay(TimeSpan.FromSeconds(seconds))),
            ("a CPU-bound query", () => Psql.UntilTimeoutAsync(BenchServer.Run, "sql/busy.sql", seconds)),
            (
                "a CPU-bound query with pauses",
                () => Psql.UntilTimeoutAsync(BenchServer.Run, "sql/busy_with_pauses.sql", seconds)),
            ("set-based SQL", () => Psql.ContenderAsync("set_based")),
            ("batches of 10,000", () => Psql.ContenderAsync("batches_10000")),
            ("batches of 1,000", () => Psql.ContenderAsync("batches_1000")),
            (
                "the program, batches of 1,000, pauses of 50 ms",
                () => context.CleanAsync("--batch-size", "1000", "--pause", "50ms")),
        ];
        // In the three seconds of a small run it would be one batch.
        if (context.Size.LoadSeconds > 10)
        {
            neighbours.Add((
                "the program, batches of 1,000, pauses of 3 s",
                () => context.CleanAsync("--batch-size", "1000", "--pause", "3s", "--max-runtime", limit)));
        }

        var rows = new List<IReadOnlyList<string>>();
        foreach (var (label, action) in neighbours)
        {
            // One round is enough: it has thousands of heartbeats.
            await context.Server.CopyAsync(BenchContext.Base);
            var beats = await Heartbeats.LatenciesAsync(context.Size, action);
            rows.Add(
            [
                label,
                Text(beats.Length),
                Text(beats[(int)(beats.Length * 0.5)], 1),
                Text(beats[(int)(beats.Length * 0.99)], 1),
                Text(beats[^1], 1),
            ]);
        }

        yield return new BenchTable(
            Name,
            "Heartbeats, 400 per second, next to a cleanup",
            ["next to", "heartbeats", "p50, ms", "p99, ms", "max, ms"],
            rows);
    }
}
