using System.Diagnostics;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>The whole process, when nothing is expired, next to psql; and its peak memory when much is.</summary>
internal sealed class StartupSection : ISection
{
    private const string Empty = "nothing_in_it";

    public string Name => "startup";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        await context.Server.CreateAsync(Empty);
        await context.Server.CopyAsync(Empty);
        var psql = await MillisecondsAsync(() => Psql.ContenderAsync("cleanup_sessions"));
        var ours = await MillisecondsAsync(() => context.CleanAsync());
        await context.Server.CopyAsync(BenchContext.Base);
        yield return new BenchTable(
            Name,
            "The whole process when nothing is expired, and its peak memory when it lists all expired sessions",
            ["psql, ms", "session-cleanup cleanup, ms", "times", "cleanup --dry-run --verbose, MB"],
            [[Text(psql, 1), Text(ours, 1), Text(ours / psql, 1), Text(await PeakMegabytesAsync(context))]]);
    }

    private static async Task<double> MillisecondsAsync(Func<Task> action)
    {
        var taken = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var watch = Stopwatch.StartNew();
            await action();
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Median(taken);
    }

    /// <summary>The largest resident size, as the kernel keeps it, seen every few milliseconds.</summary>
    private static async Task<double> PeakMegabytesAsync(BenchContext context)
    {
        using var process = Process.Start(new ProcessStartInfo(
            context.Program,
            [
                "cleanup", "--dry-run", "--verbose", "--output", "json", "--connection",
                context.Server.ConnectionString(BenchServer.Run),
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var reading = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var peak = 0L;
        while (!process.HasExited)
        {
            process.Refresh();
            peak = Math.Max(peak, process.PeakWorkingSet64);
            await Task.Delay(5);
        }

        await reading;
        return peak / 1048576.0;
    }
}
