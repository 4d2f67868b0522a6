using System.Diagnostics;
using Cocona;
using Npgsql;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class CleanupCommand(
    Interruption interruption, StandardStreams streams, Diagnostics diagnostics)
{
    [Command("cleanup", Description = "Deactivate the expired sessions and set their members offline.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("dry-run", Description = "Say what a cleanup would do, and change nothing")] bool dryRun = false,
        [Option("batch-size", ValueName = "N", Description = "Sessions per transaction; 0: all in one")]
        [NotNegative]
        int batchSize = 10000,
        [Option("pause", ValueName = "TIME", Description =
            "Time between batches: 500ms, 3s; a bare number is milliseconds")]
        string pause = "0",
        [Option("max-runtime", ValueName = "TIME", Description =
            "Time after which no batch is begun: 30m, 2h; a bare number is seconds; 0: no limit")]
        string maxRuntime = "0",
        [Option("refuse-above", ValueName = "N", Description =
            "Change nothing and fail if more sessions than this are expired; 0: no limit; default: cleanup_setting")]
        [NotNegative]
        long? refuseAbove = null,
        [Option("no-statistics", Description = "Do not count all sessions at the end, which takes long for very many")]
        bool noStatistics = false,
        [Option("ping-url", ValueName = "URL", Description =
            "Report the run to a monitoring service: URL/start, then URL or URL/fail")]
        string? pingUrl = null)
    {
        common.RequireTextOrJson();
        var limits = new BatchLimits(
            batchSize,
            Duration.ParseWait("--pause", pause, TimeSpan.FromMilliseconds(1)),
            Duration.ParseWait("--max-runtime", maxRuntime, TimeSpan.FromSeconds(1)),
            Statistics: !noStatistics);
        if (pingUrl is null)
        {
            return await RunAsync(common, dryRun, limits, refuseAbove);
        }

        if (dryRun)
        {
            throw new UsageException("--ping-url is not for --dry-run.", "A dry run is no cleanup to report.");
        }

        await using var ping = Ping.Start(pingUrl, diagnostics);
        var exitStatus = await RunAsync(common, dryRun, limits, refuseAbove);
        ping.HasSucceeded = exitStatus == ExitStatus.Done;
        return exitStatus;
    }

    private async Task<int> RunAsync(CommonOptions common, bool dryRun, BatchLimits limits, long? refuseAbove)
    {
        var elapsed = Stopwatch.StartNew();
        await using var dataSource = DatabaseServer.Resolve(common.Connection, diagnostics.Write).CreateDataSource();
        await using var calls = new CleanupCalls(
            dataSource, diagnostics.RetryEvents, refuseAbove, interruption.Abort);
        using ICleanupReport report = common.Output == OutputFormat.json
            ? new JsonCleanupReport(streams)
            : new TextCleanupReport();

        try
        {
            report.Begin(dryRun);
            var (statistics, stoppedBy) = dryRun
                ? (await DryRunAsync(calls, common.Verbose ? report : null), null)
                : await CleanAsync(calls, common.Verbose ? report : null, limits);
            report.Finish(statistics, elapsed.Elapsed, stoppedBy);
            if (statistics.SessionsFailed > 0)
            {
                diagnostics.Write(ErrorReport.Failed(
                    $"{Count.Of(statistics.SessionsFailed, "session")} could not be deactivated; the others were.",
                    "The warnings above name the first ones, with their errors; so does cleanup_run_failure. Fix "
                    + "these, and run it again."));
                return interruption.Signal is { } stopped ? ExitStatus.Interrupted(stopped) : ExitStatus.Failed;
            }
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            diagnostics.Write(
                "Interrupted. The transaction in flight was rolled back, unless cleanup_run_history says otherwise; "
                + "committed batches stay done.");
        }

        return interruption.Signal is { } signal ? ExitStatus.Interrupted(signal) : ExitStatus.Done;
    }

    private async Task<CleanupStatistics> DryRunAsync(CleanupCalls calls, ICleanupReport? list)
    {
        if (list is not null)
        {
            // What is on stdout can't be taken back: nothing here is tried again.
            await using var snapshot = await calls.BeginSnapshotAsync(interruption.Stop);
            if (await TryListAsync(snapshot, list))
            {
                return await calls.DryRunAsync(snapshot, interruption.Stop);
            }
        }

        return await calls.DryRunAsync(interruption.Stop);
    }

    private async Task<(CleanupStatistics Statistics, string? StoppedBy)> CleanAsync(
        CleanupCalls calls, ICleanupReport? list, BatchLimits limits)
    {
        if (list is not null)
        {
            await using var snapshot = await calls.BeginSnapshotAsync(interruption.Stop);
            await TryListAsync(snapshot, list);
        }

        if (limits.BatchSize == 0)
        {
            return (await calls.CleanAsync(limits.Statistics, interruption.Stop), null);
        }

        var run = new BatchRun(calls, limits, interruption, streams, diagnostics);
        var statistics = await run.RunAsync();
        return (statistics, run.StoppedBy);
    }

    /// <returns>False: the role may clean, but not look. The list is left out, and the rest is done.</returns>
    private async Task<bool> TryListAsync(Snapshot snapshot, ICleanupReport list)
    {
        try
        {
            await list.ListAsync(snapshot.ReadExpiredAsync(interruption.Stop));
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            diagnostics.Write(
                "The expired sessions can't be listed: the role lacks a privilege. "
                + "For --verbose, as the owner of the schema: GRANT SELECT ON public.expired_session TO the role.");
            return false;
        }
    }
}
