using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;
using SessionCleanup.Output.Html;

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
            "With --output prometheus or html: write it there, whole or not at all")]
        string? outputFile = null)
    {
        if (outputFile is not null && common.Output is not (OutputFormat.prometheus or OutputFormat.html))
        {
            throw new UsageException(
                "--output-file is for --output prometheus and html.", "Redirect stdout for the others.");
        }

        var isCheck = (maxAge ?? warnAge) is not null || (maxBacklog ?? warnBacklog) is not null;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(interruption.Stop);
        try
        {
            var thresholds = new Thresholds(
                Limit("--warn-age", warnAge), Limit("--max-age", maxAge), warnBacklog, maxBacklog);
            RequireOrder(thresholds.WarnAge?.Value > thresholds.MaxAge?.Value, "age");
            RequireOrder(warnBacklog > maxBacklog, "backlog");
            var within = Duration.ParseAge("--timeout", timeout);
            deadline.CancelAfter(within);
            var server = DatabaseServer.Resolve(common.Connection, diagnostics.Write);
            return await ShowAsync(server, common.Output, outputFile, thresholds, within / 2, deadline.Token);
        }
        catch (OperationCanceledException exception) when (interruption.Signal is null)
        {
            return Failed(isCheck, common.Output, new TimeoutException(exception.Message, exception));
        }
#pragma warning disable CA1031 // Whatever it is, the host of a monitoring plugin reads UNKNOWN on stdout.
        catch (Exception exception) when (isCheck && exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Failed(isCheck, common.Output, exception);
        }
    }

    private async Task<int> ShowAsync(
        DatabaseServer server,
        OutputFormat output,
        string? outputFile,
        Thresholds thresholds,
        TimeSpan countWithin,
        CancellationToken cancellationToken)
    {
        await using var dataSource = server.CreateDataSource();
        await using var calls = new CleanupCalls(dataSource, diagnostics.RetryEvents);
        var document = output == OutputFormat.html
            ? await calls.ReadReportAsync(countWithin, cancellationToken)
            : await calls.ReadStatusAsync(countWithin, cancellationToken);
        var verdict = thresholds.Judge(document);
        switch (output)
        {
            case OutputFormat.prometheus:
                OutputFile.WriteOrPrint(outputFile, PrometheusReport.Metrics(document));
                break;
            case OutputFormat.html:
                OutputFile.WriteOrPrint(outputFile, HtmlReport.Page(document, verdict));
                break;
            case OutputFormat.json:
                StatusReport.WriteJson(
                    document, verdict, thresholds.IsCheck,
                    await CronJobs.ReadAsync(server, dataSource, cancellationToken));
                break;
            default:
                StatusReport.WriteText(
                    document, verdict, thresholds.IsCheck,
                    await CronJobs.ReadAsync(server, dataSource, cancellationToken));
                break;
        }

        return thresholds.IsCheck ? (int)verdict.State : ExitStatus.Done;
    }

    /// <summary>
    /// Of a check, UNKNOWN is the first word on stdout. Wrong usage keeps its exit status, which the host of a plugin
    /// takes for UNKNOWN too.
    /// </summary>
    private int Failed(bool isCheck, OutputFormat output, Exception exception)
    {
        var report = ErrorReport.Of(exception);
        if (isCheck)
        {
            StatusReport.WriteUnknown(report, output);
        }

        if (!isCheck || output != OutputFormat.text || report.ExitStatus == ExitStatus.Usage)
        {
            diagnostics.Write(report);
        }

        return isCheck && report.ExitStatus != ExitStatus.Usage ? (int)VerdictState.UNKNOWN : report.ExitStatus;
    }

    private static AgeLimit? Limit(string option, string? typed) =>
        typed is null ? null : new AgeLimit(Duration.ParseAge(option, typed), typed);

    private static void RequireOrder(bool isWrong, string name)
    {
        if (isWrong)
        {
            throw new UsageException(
                $"--warn-{name} is more than --max-{name}: it would never warn.", "A warning comes before an alert.");
        }
    }
}
