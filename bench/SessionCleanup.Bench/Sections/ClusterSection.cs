using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>A router of many nodes on two clusters, next to one cluster with one program and with two.</summary>
internal sealed class ClusterSection : ISection
{
    private static readonly int[] NodeCounts = [2, 4];

    public string Name => "cluster";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        var routers = new List<Router>();
        try
        {
            foreach (var count in NodeCounts)
            {
                var router = new Router(count, Directory.CreateTempSubdirectory("session-cleanup-bench-").FullName);
                routers.Add(router);
                await RunAsync("start", router, context.Program);
            }

            var contenders = new List<(string Label, Func<Task<double>> Measure)>
            {
                ("1 program on one cluster", () => OnOneClusterAsync(context, programs: 1)),
                ("2 programs on one cluster", () => OnOneClusterAsync(context, programs: 2)),
            };
            contenders.AddRange(routers.Select(router => (
                $"1 program on a router of {router.Count} nodes on two clusters",
                (Func<Task<double>>)(() => OnRouterAsync(context, router)))));
            var taken = contenders.Select(_ => new List<double>()).ToArray();
            for (var round = 0; round < context.Rounds; round++)
            {
                for (var i = 0; i < contenders.Count; i++)
                {
                    taken[i].Add(await contenders[i].Measure());
                }
            }

            yield return new BenchTable(
                Name,
                "Many nodes, on copies of the same data",
                ["contender", "seconds", "sessions/s", "to 1 program", "to 2 programs"],
                [.. contenders.Select((contender, i) => (IReadOnlyList<string>)
                    [
                        contender.Label,
                        Text(Median(taken[i]), 2),
                        Text(context.Expired / Median(taken[i])),
                        Text(Median(taken[0].Zip(taken[i], (one, seconds) => one / seconds)), 2),
                        Text(Median(taken[1].Zip(taken[i], (two, seconds) => two / seconds)), 2),
                    ])]);
        }
        finally
        {
            foreach (var router in routers)
            {
                await RunAsync("stop", router);
            }
        }
    }

    private static async Task<double> OnOneClusterAsync(BenchContext context, int programs)
    {
        await context.Server.CopyAsync(BenchContext.Base);
        return await SecondsAsync(context, programs, context.Server.ConnectionString(BenchServer.Run));
    }

    private static async Task<double> OnRouterAsync(BenchContext context, Router router)
    {
        await RunAsync("reset", router);
        return await SecondsAsync(
            context, 1, (await File.ReadAllTextAsync(Path.Combine(router.Directory, "router-uri"))).Trim());
    }

    /// <exception cref="BenchException">
    /// Not all that is expired was cleaned: the time would be of something else.
    /// </exception>
    private static async Task<double> SecondsAsync(BenchContext context, int programs, string connection)
    {
        var watch = Stopwatch.StartNew();
        var outputs = await Task.WhenAll(Enumerable.Range(0, programs).Select(_ =>
            Psql.RunAsync(context.Program, ["cleanup", "--output", "json", "--connection", connection])));
        var seconds = watch.Elapsed.TotalSeconds;
        var cleaned = outputs.Sum(output =>
            JsonDocument.Parse(output).RootElement.GetProperty("sessions_cleaned").GetInt64());
        // More have expired since they were counted.
        return cleaned >= context.Expired
            ? seconds
            : throw new BenchException($"{cleaned} of {context.Expired} expired sessions were cleaned.");
    }

    private static Task<string> RunAsync(string action, Router router, params string[] program) => Psql.RunAsync(
        "bash", ["cluster", action, router.Directory, router.Count.ToString(CultureInfo.InvariantCulture), .. program]);

    /// <param name="Count">How many nodes.</param>
    /// <param name="Directory">Where its servers are.</param>
    private sealed record Router(int Count, string Directory);
}
