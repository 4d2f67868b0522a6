using System.Globalization;
using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class UndoCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("undo", Description = "Make the sessions active again that a cleanup run deactivated.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Argument("run", Description = "Number of the run (cleanup_run_id), as status lists them")]
        [NotNegative]
        long run,
        [Option("dry-run", Description = "Say what an undo would do, and change nothing")] bool dryRun = false,
        [Option("batch-size", ValueName = "N", Description = "Sessions per transaction, at least 1")]
        [NotNegative]
        int batchSize = 10000)
    {
        common.RequireTextOrJson();
        if (batchSize < 1)
        {
            throw new UsageException("--batch-size must be 1 or more, not 0.", "Leave it out for 10000.");
        }

        await using var dataSource = DatabaseServer.Resolve(common.Connection, diagnostics.Write).CreateDataSource();
        await using var calls = new OperatorCalls(dataSource, diagnostics.RetryEvents, interruption.Abort);
        var result = dryRun
            ? await calls.UndoDryRunAsync(run, interruption.Stop)
            : await UndoAsync(calls, run, batchSize);
        if (common.Output == OutputFormat.json)
        {
            JsonOutput.Write(
                new UndoDocument(dryRun, run, result.SessionsReactivated, result.SessionsLeftAlone),
                OutputJson.Default.UndoDocument);
        }
        else
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(dryRun ? "dry run: " : "")}cleanup run {run}: {Count.Of(result.SessionsReactivated, "session")} "
                + $"{(dryRun ? "would be made active again" : "made active again")}, "
                + $"{Count.Grouped(result.SessionsLeftAlone)} left alone"));
        }

        return interruption.Signal is { } signal ? ExitStatus.Interrupted(signal) : ExitStatus.Done;
    }

    private async Task<UndoResult> UndoAsync(OperatorCalls calls, long run, int batchSize)
    {
        var batch = new UndoBatch(0, 0, HasMore: true, Bookmark: "{}");
        var reactivated = 0L;
        while (batch.HasMore && !interruption.Stop.IsCancellationRequested)
        {
            batch = await calls.UndoBatchAsync(run, batchSize, batch.Bookmark, interruption.Abort);
            reactivated += batch.SessionsReactivated;
        }

        if (batch.HasMore)
        {
            diagnostics.Write("Interrupted; the batch in flight was finished. Undo the run again for the rest.");
        }

        return new UndoResult(reactivated, batch.SessionsLeftAlone);
    }
}
