using System.Globalization;

namespace SessionCleanup.Bench;

/// <summary>Four connections of pgbench that renew sessions of the database <see cref="BenchServer.Run"/>.</summary>
internal static class Heartbeats
{
    private static readonly string[] Options =
        ["--no-vacuum", "--client=4", "--protocol=prepared", "--file=sql/heartbeat.sql"];

    /// <summary>As fast as they go.</summary>
    /// <returns>Transactions per second.</returns>
    public static async Task<double> SpeedAsync(Size size)
    {
        var output = await Psql.RunAsync(
            "pgbench",
            [.. Options, $"--define=sessions={size.Sessions}", $"--time={size.HeartbeatSeconds}", BenchServer.Run]);
        var line = output.Split('\n').First(text => text.StartsWith("tps = ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    /// <summary>400 a second, next to an action.</summary>
    /// <returns>The latencies of those that met the action, in milliseconds, the shortest first.</returns>
    public static async Task<double[]> LatenciesAsync(Size size, Func<Task> action)
    {
        var directory = Directory.CreateTempSubdirectory("session-cleanup-bench-");
        try
        {
            var prefix = Path.Combine(directory.FullName, "log");
            var beating = Psql.RunAsync(
                "pgbench",
                [
                    .. Options,
                    $"--define=sessions={size.Sessions}",
                    $"--time={size.LoadSeconds}",
                    "--rate=400",
                    "--log",
                    $"--log-prefix={prefix}",
                    BenchServer.Run,
                ]);
            await Task.Delay(TimeSpan.FromSeconds(1));
            var begin = Now();
            await action();
            var end = Now();
            await beating;
            // A line: client, transaction, latency in µs, script, end in seconds, and µs of it, lag of the schedule.
            return [.. directory.GetFiles().SelectMany(file => File.ReadLines(file.FullName))
                .Select(line => line.Split(' '))
                .Select(part => (
                    Latency: double.Parse(part[2], CultureInfo.InvariantCulture) / 1000,
                    Ended: double.Parse(part[4], CultureInfo.InvariantCulture)
                        + (double.Parse(part[5], CultureInfo.InvariantCulture) / 1_000_000)))
                .Where(beat => beat.Ended >= begin && beat.Ended - (beat.Latency / 1000) <= end)
                .Select(beat => beat.Latency)
                .Order()];
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
    }
}
