using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class StatusCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("status", Description = "Show whether cleanup is working, and what it has done.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("max-age", ValueName = "TIME", Description =
            "Exit with 2 if no cleanup has succeeded for this long: 26h, 90m, 1d, 1h30m; a bare number is seconds")]
        string? maxAge = null,
        [Option("max-backlog", ValueName = "N", Description =
            "Exit with 2 if more sessions than this are expired and not cleaned up")]
        [NotNegative]
        long? maxBacklog = null,
        [Option("output-file", ValueName = "PATH", Description =
            "With --output prometheus: write the metrics there, whole or not at all")]
        string? outputFile = null)
    {
        if (outputFile is not null && common.Output != OutputFormat.prometheus)
        {
            throw new UsageException("--output-file is for --output prometheus.", "Redirect stdout for the others.");
        }

        TimeSpan? age = maxAge is null ? null : Duration.ParseAge("--max-age", maxAge);
        var server = DatabaseServer.Resolve(common.Connection);
        await using var dataSource = server.CreateDataSource();
        await using var calls = new CleanupCalls(dataSource, diagnostics.RetryEvents);
        var document = await calls.ReadStatusAsync(interruption.Stop);
        var problems = Problems(document.SessionCleanupStatus, age, maxAge, maxBacklog).ToList();
        if (common.Output == OutputFormat.prometheus)
        {
            PrometheusReport.Write(document, outputFile);
        }
        else
        {
            var cron = await CronJobs.ReadAsync(server, dataSource, interruption.Stop);
            if (common.Output == OutputFormat.json)
            {
                StatusReport.WriteJson(document, problems, cron);
            }
            else
            {
                StatusReport.WriteText(document, problems, age is not null || maxBacklog is not null, cron);
            }
        }

        return problems.Count == 0 ? ExitStatus.Done : ExitStatus.Critical;
    }

    private static IEnumerable<string> Problems(CleanupStatus status, TimeSpan? age, string? maxAge, long? maxBacklog)
    {
        if (age is not null)
        {
            if (status.LastSuccessAgeSeconds is not { } success)
            {
                yield return "no cleanup has ever succeeded";
            }
            else if ((double)success > age.Value.TotalSeconds)
            {
                yield return $"no cleanup has succeeded for {StatusReport.Age(success)}, more than {maxAge}";
            }
        }

        if (status.Backlog > maxBacklog)
        {
            var verb = status.Backlog == 1 ? "is" : "are";
            yield return $"{Count.Of(status.Backlog, "session")} {verb} expired and not cleaned up, "
                + $"more than {Count.Grouped(maxBacklog.Value)}";
        }
    }
}
