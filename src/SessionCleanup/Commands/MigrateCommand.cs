using Cocona;
using SessionCleanup.Database;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class MigrateCommand(Interruption interruption)
{
    [Command("migrate", Description = "Bring the database to the shipped schema.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("dry-run", Description = "List what would be applied, and change nothing")] bool dryRun = false,
        [Option("wait", Description = "Wait this many seconds for a server that is still starting")] int wait = 0)
    {
        if (wait < 0)
        {
            throw new UsageException($"--wait must be 0 or more, not {wait}.", "It is a number of seconds.");
        }

        // A name of its own, by which the migrator finds its backends.
        await using var dataSource = common.CreateDataSource(purpose: $"migrate {Guid.NewGuid().ToString("N")[..8]}");
        var migrator = new Migrator(dataSource, SchemaScript.LoadShipped(), Diagnostics.Write);
        try
        {
            await migrator.WaitForServerAsync(TimeSpan.FromSeconds(wait), interruption.Stop);
            var plan = dryRun
                ? await migrator.PlanAsync(interruption.Stop)
                : await migrator.MigrateAsync(interruption.Stop);
            MigrationReport.Write(plan, dryRun, common);
            return ExitStatus.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is { } signal)
        {
            Diagnostics.Write("Interrupted. Scripts that were applied stay applied; run migrate again for the rest.");
            return ExitStatus.Interrupted(signal);
        }
    }
}
