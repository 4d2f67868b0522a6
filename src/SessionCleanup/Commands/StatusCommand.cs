using System.Globalization;
using System.Text.Json;
using Cocona;
using SessionCleanup.Database;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class StatusCommand(Interruption interruption)
{
    [Command("status", Description = "Show whether cleanup is working, and what it has done.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("max-age", Description = "Exit with 2 if no cleanup has succeeded for this long: 26h, 90m, 1d, 1.5h")] string? maxAge = null,
        [Option("max-backlog", Description = "Exit with 2 if more sessions than this are expired and not cleaned up")] long? maxBacklog = null,
        [Option("output-file", Description = "With --output prometheus: write the metrics there, whole or not at all")] string? outputFile = null)
    {
        if (maxBacklog < 0)
        {
            throw new UsageException($"--max-backlog must be 0 or more, not {maxBacklog}.", "It is a number of sessions.");
        }

        if (outputFile is not null && common.Output != OutputFormat.prometheus)
        {
            throw new UsageException("--output-file is for --output prometheus.", "Redirect stdout for the others.");
        }

        TimeSpan? age = maxAge is null ? null : Duration.Parse("--max-age", maxAge);
        await using var dataSource = common.CreateDataSource(hasMetrics: true);
        await using var functions = new CleanupFunctions(dataSource, Diagnostics.Write);
        var document = await functions.ReadStatusAsync(interruption.Stop);
        using var status = JsonDocument.Parse(document.Status);
        var problems = Problems(status.RootElement, age, maxAge, maxBacklog).ToList();
        switch (common.Output)
        {
            case OutputFormat.prometheus:
                await PrometheusReport.WriteAsync(document, outputFile);
                break;
            case OutputFormat.json:
                StatusReport.WriteJson(document, problems, await CronJobs.ReadAsync(common, dataSource, interruption.Stop));
                break;
            default:
                StatusReport.WriteText(
                    document, problems, age is not null || maxBacklog is not null, await CronJobs.ReadAsync(common, dataSource, interruption.Stop));
                break;
        }

        return problems.Count == 0 ? ExitStatus.Done : ExitStatus.Critical;
    }

    private static IEnumerable<string> Problems(JsonElement status, TimeSpan? age, string? maxAge, long? maxBacklog)
    {
        if (age is not null)
        {
            var success = status.GetProperty("last_success_age_seconds");
            if (success.ValueKind == JsonValueKind.Null)
            {
                yield return "no cleanup has ever succeeded";
            }
            else if (success.GetDouble() > age.Value.TotalSeconds)
            {
                yield return $"no cleanup has succeeded for {StatusReport.Age(success)}, more than {maxAge}";
            }
        }

        if (status.GetProperty("backlog").GetInt64() is var backlog && backlog > maxBacklog)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{backlog} sessions are expired and not cleaned up, more than {maxBacklog}");
        }
    }
}
