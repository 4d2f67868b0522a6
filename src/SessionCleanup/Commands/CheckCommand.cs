using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class CheckCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("check",
        Description = "Say what is wrong with the installation or its data, and what to do; exits with 2 then.")]
    public async Task<int> RunAsync(
        CommonOptions common,
        [Option("repair", Description = "Repair the rows first: members of inactive sessions, sequences")]
            bool repair = false,
        [Option("dry-run", Description = "With --repair: say what would be repaired, and change nothing")]
            bool dryRun = false)
    {
        common.RequireTextOrJson();
        if (dryRun && !repair)
        {
            throw new UsageException("--dry-run is for check --repair.", "A check without --repair changes nothing.");
        }

        await using var dataSource = DatabaseServer.Resolve(common.Connection, diagnostics.Write).CreateDataSource();
        await using var calls = new OperatorCalls(dataSource, diagnostics.RetryEvents, interruption.Abort);
        var repairs = (repair, dryRun) switch
        {
            (false, _) => null,
            (true, true) => await calls.RepairDryRunAsync(interruption.Stop),
            (true, false) => await calls.RepairAsync(interruption.Stop),
        };
        var problems = await calls.ReadProblemsAsync(interruption.Stop);
        var adopted = await calls.ReadAdoptedTablesAsync(interruption.Stop);
        CheckReport.Write(
            new CheckDocument(dryRun, repairs, problems, adopted.Session, adopted.Member), common.Output);
        return problems.Count == 0 ? ExitStatus.Done : ExitStatus.Critical;
    }
}
