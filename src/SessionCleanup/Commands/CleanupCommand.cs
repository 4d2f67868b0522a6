using System.Diagnostics;
using Cocona;
using Npgsql;
using SessionCleanup.Database;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class CleanupCommand(Interruption interruption)
{
    [Command("cleanup", Description = "Deactivate the expired sessions and set their members offline.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("dry-run", Description = "Say what a cleanup would do, and change nothing")] bool dryRun = false,
        [Option("batch-size", Description = "Sessions per transaction; 0: all in one")] int batchSize = 10000,
        [Option("pause", Description = "Milliseconds between batches")] int pause = 0,
        [Option("max-runtime", Description = "Seconds after which no batch is begun; 0: no limit")] int maxRuntime = 0)
    {
        RequireNotNegative("--batch-size", batchSize);
        RequireNotNegative("--pause", pause);
        RequireNotNegative("--max-runtime", maxRuntime);

        await using var dataSource = common.CreateDataSource();
        await using var functions = new CleanupFunctions(dataSource, Diagnostics.Write);
        using ICleanupReport report = common.Output == OutputFormat.json
            ? new JsonCleanupReport()
            : new TextCleanupReport();

        try
        {
            report.Begin(dryRun);
            var list = common.Verbose ? report : null;
            CleanupStatistics statistics;
            if (dryRun)
            {
                statistics = await functions.DryRunAsync(list, interruption.Stop);
            }
            else
            {
                if (list is not null)
                {
                    await functions.ListExpiredAsync(list, interruption.Stop);
                }

                statistics = batchSize == 0
                    ? await functions.CleanAsync(interruption.Stop)
                    : await CleanInBatchesAsync(
                        functions, batchSize, TimeSpan.FromMilliseconds(pause), TimeSpan.FromSeconds(maxRuntime));
            }

            report.Finish(statistics);
        }
        catch (OperationCanceledException) when (interruption.Signal is not null)
        {
            Diagnostics.Write("Interrupted. The transaction in flight was rolled back, unless cleanup_run_history says otherwise; committed batches stay done.");
        }

        return interruption.Signal is { } signal ? ExitStatus.Interrupted(signal) : ExitStatus.Done;
    }

    /// <summary>The loop of cleanup_sessions_in_batches(), here so that it can stop between batches and show progress.</summary>
    private async Task<CleanupStatistics> CleanInBatchesAsync(
        CleanupFunctions functions, int batchSize, TimeSpan pause, TimeSpan maxRuntime)
    {
        var elapsed = Stopwatch.StartNew();
        var runId = await functions.BeginRunAsync(interruption.Stop);
        var hasMore = true;
        await using var progress = await CleanupProgress.StartAsync(functions, interruption.Stop);
        do
        {
            try
            {
                var batch = await functions.RunBatchAsync(runId, batchSize, interruption.Abort);
                progress.Add(batch.SessionsCleaned);
                hasMore = batch.HasMore;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && batchSize > 1)
            {
                // Without a timeout it was a person who cancelled, and meant it.
                if (await functions.ReadStatementTimeoutAsync(interruption.Abort) is not { } timeout)
                {
                    throw;
                }

                batchSize /= 2;
                Diagnostics.Write($"A batch did not end within the statement_timeout of {timeout}; going on with batches of {batchSize}.");
            }

            // The next batch would begin after the pause.
            if (hasMore && maxRuntime > TimeSpan.Zero && elapsed.Elapsed + pause >= maxRuntime)
            {
                progress.Note($"Stopped by --max-runtime after {elapsed.Elapsed.TotalSeconds:0} s; the next run goes on.");
                break;
            }

            if (hasMore && pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, interruption.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
        while (hasMore && !interruption.Stop.IsCancellationRequested);

        if (interruption.Stop.IsCancellationRequested)
        {
            progress.Note("Interrupted; the batch in flight was finished.");
        }

        return await functions.FinishRunAsync(runId, interruption.Abort);
    }

    private static void RequireNotNegative(string option, int value)
    {
        if (value < 0)
        {
            throw new UsageException($"{option} must be 0 or more, not {value}.", "See session-cleanup cleanup --help.");
        }
    }
}
