using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Migration;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class MigrateCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("migrate", Description = "Bring the database to the shipped schema.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("dry-run", Description = "List what would be applied, and change nothing")] bool dryRun = false,
        [Option("wait", ValueName = "TIME", Description =
            "How long to wait for a server that is still starting: 60s, 5m; a bare number is seconds")]
        string wait = "0")
    {
        common.RequireTextOrJson();
        var patience = Duration.ParseWait("--wait", wait, TimeSpan.FromSeconds(1));

        // A name of its own, by which the migrator finds its backends.
        await using var dataSource = DatabaseServer.Resolve(common.Connection)
            .CreateDataSource(purpose: $"migrate {Guid.NewGuid().ToString("N")[..8]}");
        var migrator = new Migrator(dataSource, SchemaScript.LoadShipped(), diagnostics.Write);
        try
        {
            await migrator.WaitForServerAsync(patience, interruption.Stop);
            var plan = dryRun
                ? await migrator.PlanAsync(interruption.Stop)
                : await migrator.MigrateAsync(interruption.Stop);
            MigrationReport.Write(plan, dryRun, common.Verbose, common.Output);
            return ExitStatus.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is { } signal)
        {
            diagnostics.Write("Interrupted. Scripts that were applied stay applied; run migrate again for the rest.");
            return ExitStatus.Interrupted(signal);
        }
    }
}
