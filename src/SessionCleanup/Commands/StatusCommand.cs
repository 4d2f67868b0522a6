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
            "CRITICAL (2) if no cleanup has succeeded for this long: 26h, 90m, 1d, 1h30m; a bare number is seconds")]
        string? maxAge = null,
        [Option("warn-age", ValueName = "TIME", Description = "WARNING (1) if no cleanup has succeeded for this long")]
        string? warnAge = null,
        [Option("max-backlog", ValueName = "N", Description =
            "CRITICAL (2) if more sessions than this are expired and not cleaned up")]
        [NotNegative]
        long? maxBacklog = null,
        [Option("warn-backlog", ValueName = "N", Description =
            "WARNING (1) if more sessions than this are expired and not cleaned up")]
        [NotNegative]
        long? warnBacklog = null,
        [Option("timeout", ValueName = "TIME", Description =
            "Time after which the answer is that there is none; a bare number is seconds")]
        string timeout = "10s",
        [Option("output-file", ValueName = "PATH", Description =
            "With --output prometheus: write the metrics there, whole or not at all")]
        string? outputFile = null)
    {
        if (outputFile is not null && common.Output != OutputFormat.prometheus)
        {
            throw new UsageException("--output-file is for --output prometheus.", "Redirect stdout for the others.");
        }

        var thresholds = new Thresholds(
            warnAge is null ? null : new AgeLimit(Duration.ParseAge("--warn-age", warnAge), warnAge),
            maxAge is null ? null : new AgeLimit(Duration.ParseAge("--max-age", maxAge), maxAge),
            warnBacklog,
            maxBacklog);
        RequireOrder(thresholds.WarnAge?.Value > thresholds.MaxAge?.Value, "age");
        RequireOrder(warnBacklog > maxBacklog, "backlog");
        var server = DatabaseServer.Resolve(common.Connection, diagnostics.Write);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(interruption.Stop);
        deadline.CancelAfter(Duration.ParseAge("--timeout", timeout));
        try
        {
            return await ShowAsync(server, common.Output, outputFile, thresholds, deadline.Token);
        }
        catch (OperationCanceledException exception) when (interruption.Signal is null)
        {
            return Unknown(thresholds, common.Output, new TimeoutException(exception.Message, exception));
        }
#pragma warning disable CA1031 // Whatever it is, the host of a monitoring plugin reads UNKNOWN on stdout.
        catch (Exception exception) when (thresholds.IsCheck && exception is not (UsageException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return Unknown(thresholds, common.Output, exception);
        }
    }

    private async Task<int> ShowAsync(
        DatabaseServer server,
        OutputFormat output,
        string? outputFile,
        Thresholds thresholds,
        CancellationToken cancellationToken)
    {
        await using var dataSource = server.CreateDataSource();
        await using var calls = new CleanupCalls(dataSource, diagnostics.RetryEvents);
        var document = await calls.ReadStatusAsync(cancellationToken);
        var verdict = thresholds.Judge(document);
        if (output == OutputFormat.prometheus)
        {
            PrometheusReport.Write(document, outputFile);
        }
        else
        {
            var cron = await CronJobs.ReadAsync(server, dataSource, cancellationToken);
            if (output == OutputFormat.json)
            {
                StatusReport.WriteJson(document, verdict, cron);
            }
            else
            {
                StatusReport.WriteText(document, verdict, thresholds.IsCheck, cron);
            }
        }

        return thresholds.IsCheck ? (int)verdict.State : ExitStatus.Done;
    }

    private int Unknown(Thresholds thresholds, OutputFormat output, Exception exception)
    {
        var report = ErrorReport.Of(exception);
        if (!thresholds.IsCheck)
        {
            diagnostics.Write(report);
            return report.ExitStatus;
        }

        if (output == OutputFormat.text)
        {
            Console.WriteLine(PlainText.OneLine($"{VerdictState.UNKNOWN}: {report.Problem}"));
            Console.WriteLine(report.Remedy);
        }
        else
        {
            diagnostics.Write(report);
        }

        return (int)VerdictState.UNKNOWN;
    }

    private static void RequireOrder(bool isWrong, string name)
    {
        if (isWrong)
        {
            throw new UsageException(
                $"--warn-{name} is more than --max-{name}: it would never warn.", "A warning comes before an alert.");
        }
    }
}
