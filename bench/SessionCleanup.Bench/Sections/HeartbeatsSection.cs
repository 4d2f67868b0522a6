using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>Heartbeats as fast as they go: with our triggers, without them, and with those of 0.1.1.</summary>
internal sealed class HeartbeatsSection : ISection
{
    public string Name => "heartbeats";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        // A commit that waits for the disk would hide the rest.
        await context.Server.ConfigureAsync("synchronous_commit = off");
        var taken = new List<(double With, double Without, double Released)>();
        for (var round = 0; round < Math.Max(3, context.Rounds); round++)
        {
            taken.Add((
                await SpeedAsync(context, BenchContext.Base),
                await SpeedAsync(context, BenchContext.Base, "without_triggers"),
                await SpeedAsync(context, BenchContext.Released)));
        }

        await context.Server.ConfigureAsync("synchronous_commit = DEFAULT");
        yield return new BenchTable(
            Name,
            "Heartbeats as fast as they go, transactions per second",
            ["with our triggers", "without triggers", "with those of 0.1.1", "to without", "to 0.1.1"],
            [[
                Text(Median(taken.Select(round => round.With))),
                Text(Median(taken.Select(round => round.Without))),
                Text(Median(taken.Select(round => round.Released))),
                Text(Median(taken.Select(round => round.With / round.Without)), 2),
                Text(Median(taken.Select(round => round.With / round.Released)), 2),
            ]]);
    }

    private static async Task<double> SpeedAsync(BenchContext context, string template, params string[] files)
    {
        await context.Server.CopyAsync(template, files);
        return await Heartbeats.SpeedAsync(context.Size);
    }
}
