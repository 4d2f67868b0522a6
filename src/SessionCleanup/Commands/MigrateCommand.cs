using Cocona;
using Npgsql;
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
        string wait = "0",
        [Option("nodes", ValueName = "FILE", Description =
            "For a router: a file with the connections of its nodes, one a line, node 0 first; they are migrated "
                + "before it")]
        string? nodes = null)
    {
        common.RequireTextOrJson();
        var patience = Duration.ParseWait("--wait", wait, TimeSpan.FromSeconds(1));
        try
        {
            IReadOnlyList<(string?, MigrationPlan)> plans = nodes is null
                ? [(null, await MigrateAsync(common.Connection, dryRun, patience))]
                : await MigrateRouterAsync(common.Connection, NodeList.Read(nodes), dryRun, patience);
            MigrationReport.Write(plans, dryRun, common.Verbose, common.Output);
            return ExitStatus.Done;
        }
        catch (OperationCanceledException) when (interruption.Signal is { } signal)
        {
            diagnostics.Write("Interrupted. Scripts that were applied stay applied; run migrate again for the rest.");
            return ExitStatus.Interrupted(signal);
        }
    }

    private async Task<MigrationPlan> MigrateAsync(string? connection, bool dryRun, TimeSpan patience)
    {
        await using var dataSource = Open(connection);
        var migrator = await ReachAsync(dataSource, SchemaScript.LoadShipped(), SchemaScript.LoadPreflight(), patience);
        await RouterDatabase.RefuseAsync(dataSource, interruption.Stop);
        return await MigrateAsync(migrator, dryRun);
    }

    /// <summary>Node by node and the router last, so that it never calls what a node has not.</summary>
    private async Task<IReadOnlyList<(string?, MigrationPlan)>> MigrateRouterAsync(
        string? connection, IReadOnlyList<string> nodes, bool dryRun, TimeSpan patience)
    {
        await using var dataSource = Open(connection);
        var migrator = await ReachAsync(dataSource, SchemaScript.LoadRouter(), null, patience);
        await RouterDatabase.RequireAsync(dataSource, nodes.Count, interruption.Stop);
        var plans = new List<(string?, MigrationPlan)>();
        foreach (var (number, node) in nodes.Index())
        {
            plans.Add(($"node {number}", await MigrateAsync(node, dryRun, patience)));
            if (!dryRun)
            {
                await using var numbered = Open(node);
                await RouterDatabase.NumberAsync(numbered, number, nodes.Count, interruption.Stop);
            }
        }

        plans.Add(("router", await MigrateAsync(migrator, dryRun)));
        return plans;
    }

    /// <summary>A name of its own, by which the migrator finds its backends.</summary>
    private NpgsqlDataSource Open(string? connection) => DatabaseServer.Resolve(connection, diagnostics.Write)
        .CreateDataSource(purpose: $"migrate {Guid.NewGuid().ToString("N")[..8]}");

    private async Task<Migrator> ReachAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<SchemaScript> scripts, string? preflight, TimeSpan patience)
    {
        var migrator = new Migrator(dataSource, scripts, preflight, diagnostics.Write);
        await migrator.WaitForServerAsync(patience, interruption.Stop);
        return migrator;
    }

    private Task<MigrationPlan> MigrateAsync(Migrator migrator, bool dryRun) =>
        dryRun ? migrator.PlanAsync(interruption.Stop) : migrator.MigrateAsync(interruption.Stop);
}
