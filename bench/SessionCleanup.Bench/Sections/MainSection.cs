using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>The contenders, in turn, on copies of the same data.</summary>
internal sealed class MainSection : ISection
{
    private static readonly Contender[] Contenders =
    [
        new("the Django command's statements, corrected; no triggers", BenchContext.Base, "django", Triggers: false),
        new("set-based SQL; no triggers", BenchContext.Base, "set_based", Triggers: false),
        new("set-based SQL", BenchContext.Base, "set_based"),
        new("`cleanup_sessions()`", BenchContext.Base, "cleanup_sessions"),
        new("the same of 0.1.1", BenchContext.Released, "cleanup_sessions"),
        new("`cleanup_sessions_in_batches(10000)`", BenchContext.Base, "batches_10000"),
        new("the same of 0.1.1", BenchContext.Released, "batches_10000"),
        new("`cleanup_sessions_in_batches(1000)`", BenchContext.Base, "batches_1000"),
        new("the same of 0.1.1", BenchContext.Released, "batches_1000"),
        new("`session-cleanup cleanup`", BenchContext.Base, Script: null),
    ];

    public string Name => "main";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        using var pinned = await context.Server.PinBackendsAsync();
        var taken = Contenders.Select(_ => new List<Measurement>()).ToArray();
        for (var round = 0; round < context.Rounds; round++)
        {
            for (var i = 0; i < Contenders.Length; i++)
            {
                var contender = Contenders[i];
                await context.Server.CopyAsync(contender.Database, contender.Triggers ? [] : ["without_triggers"]);
                taken[i].Add(await Measurement.TakeAsync(
                    context.Server,
                    () => contender.Script is null ? context.CleanAsync() : Psql.ContenderAsync(contender.Script)));
            }
        }

        var baseline = SecondsOf(taken[2]);
        yield return new BenchTable(
            Name,
            "The contenders, in turn, on copies of the same data",
            [
                "contender",
                "sessions/s",
                "to set-based SQL",
                "to 0.1.1",
                "WAL, bytes/session",
                "longest transaction, s",
                "longest row lock, s",
                "dead rows",
                "HOT updates of members, %",
            ],
            [.. Contenders.Select((contender, i) => (IReadOnlyList<string>)
                [
                    contender.Label,
                    Text(context.Expired / SecondsOf(taken[i])),
                    Text(baseline / SecondsOf(taken[i]), 2),
                    i + 1 < Contenders.Length && Contenders[i + 1].Database == BenchContext.Released
                        ? Text(Median(taken[i].Zip(taken[i + 1], (our, released) => released.Seconds / our.Seconds)), 2)
                        : "",
                    Text(Median(taken[i].Select(measurement => measurement.WalBytes)) / context.Expired),
                    Text(Median(taken[i].Select(measurement => measurement.LongestTransaction)), 2),
                    Text(Median(taken[i].Select(measurement => measurement.LongestLock)), 2),
                    Text(Median(taken[i].Select(measurement => measurement.DeadRows))),
                    Text(Median(taken[i].Select(measurement => measurement.HotPercent))),
                ])]);
    }

    private static double SecondsOf(IEnumerable<Measurement> taken) =>
        Median(taken.Select(measurement => measurement.Seconds));

    /// <param name="Label">In the table.</param>
    /// <param name="Database">The template.</param>
    /// <param name="Script">The file of bench/contenders. Null: the program.</param>
    /// <param name="Triggers">Whether the tables have our triggers.</param>
    private sealed record Contender(string Label, string Database, string? Script, bool Triggers = true);
}
