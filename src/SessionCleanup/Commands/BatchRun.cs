using System.Diagnostics;
using Npgsql;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

/// <param name="BatchSize">Sessions per transaction.</param>
/// <param name="Pause">Between two batches.</param>
/// <param name="MaxRuntime">After it no batch is begun. Zero: no limit.</param>
/// <param name="Statistics">Whether the sessions are counted at the end.</param>
internal sealed record BatchLimits(int BatchSize, TimeSpan Pause, TimeSpan MaxRuntime, bool Statistics);

/// <summary>
/// The loop of cleanup_sessions_in_batches(), here so that it can stop between batches and show progress.
/// </summary>
internal sealed class BatchRun(
    CleanupCalls calls,
    BatchLimits limits,
    Interruption interruption,
    StandardStreams streams,
    Diagnostics diagnostics)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _batchSize = limits.BatchSize;

    /// <summary>What ended the run before it was done: max-runtime, or the name of a signal. Null: nothing.</summary>
    public string? StoppedBy { get; private set; }

    public async Task<CleanupStatistics> RunAsync()
    {
        var runId = await calls.BeginRunAsync(interruption.Stop);
        var hasMore = true;
        await using var progress = await CleanupProgress.StartAsync(CountAsync, streams, diagnostics);
        do
        {
            try
            {
                var batch = await calls.RunBatchAsync(runId, _batchSize, interruption.Abort);
                progress.Add(batch.SessionsCleaned);
                hasMore = batch.HasMore;
            }
            catch (PostgresException exception)
                when (TransientFailure.IsTimeout(exception) && _batchSize > 1)
            {
                // Without a timeout it was a person who cancelled, and meant it.
                if (await calls.ReadTimeoutAsync(interruption.Abort) is not { } timeout)
                {
                    throw;
                }

                _batchSize /= 2;
                diagnostics.Write(
                    $"A batch did not end within the {timeout}; "
                    + $"going on with batches of {_batchSize}.");
            }

            // The next batch would begin after the pause.
            if (hasMore && limits.MaxRuntime > TimeSpan.Zero && _elapsed.Elapsed + limits.Pause >= limits.MaxRuntime)
            {
                StoppedBy = "max-runtime";
                progress.Note(
                    $"Stopped by --max-runtime after {_elapsed.Elapsed.TotalSeconds:0} s; the next run goes on.");
                break;
            }

            if (hasMore && limits.Pause > TimeSpan.Zero)
            {
                await Task.Delay(limits.Pause, interruption.Stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        while (hasMore && !interruption.Stop.IsCancellationRequested);

        if (interruption.Stop.IsCancellationRequested)
        {
            StoppedBy = interruption.SignalName;
            progress.Note("Interrupted; the batch in flight was finished.");
        }

        return await calls.CloseRunAsync(runId, limits.Statistics, StoppedBy, interruption.Abort);
    }

    /// <summary>
    /// Null: the role may not look (it has EXECUTE alone), or counting takes longer than its statement_timeout.
    /// </summary>
    private async Task<long?> CountAsync()
    {
        try
        {
            return await calls.CountExpiredAsync(interruption.Stop);
        }
        catch (PostgresException exception) when (
            exception.SqlState == PostgresErrorCodes.InsufficientPrivilege || TransientFailure.IsTimeout(exception))
        {
            return null;
        }
    }
}
