using System.Text.Json;
using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class AdoptCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("adopt", Description = "Let session and session_member be views over an application's own tables.")]
    public async Task<int> AdoptAsync(
        CommonOptions common,
        [Argument("file", Description = "The mapping of its tables and columns, as JSON: see docs/how-to/adopt.md")]
            string file,
        [Option("dry-run", Description = "Check everything and print the SQL, and change nothing")] bool dryRun = false)
    {
        common.RequireTextOrJson();
        var mapping = await ReadMappingAsync(file, interruption.Stop);
        await using var dataSource = DatabaseServer.Resolve(common.Connection).CreateDataSource();
        await using var calls = new AdoptionCalls(dataSource, diagnostics.RetryEvents, interruption.Abort);
        var plan = await calls.PlanAsync(mapping, interruption.Stop);
        if (dryRun)
        {
            AdoptionReport.WritePlan(plan, common.Output);
        }

        if (plan.Problems.Count > 0)
        {
            foreach (var problem in plan.Problems)
            {
                diagnostics.Write($"{problem.Problem}. {problem.Remedy}");
            }

            throw new CommandException(
                $"The tables can't be adopted: {Count.Of(plan.Problems.Count, "problem")}, listed above",
                "Nothing has been changed. Fix each of them, then run it again.");
        }

        if (!dryRun)
        {
            try
            {
                var changes = await calls.AdoptAsync(plan, mapping, interruption.Stop);
                AdoptionReport.WriteAdopted(plan.Changed, changes, common.Output);
            }
            catch (OperationCanceledException) when (interruption.Signal is { } signal)
            {
                diagnostics.Write("Interrupted. Rows that were changed stay changed; run adopt again for the rest.");
                return ExitStatus.Interrupted(signal);
            }
        }

        return ExitStatus.Done;
    }

    [Command("unadopt", Description = "Give the application's tables back, as they were before adopt.")]
    public async Task<int> UnadoptAsync(
        CommonOptions common,
        [Option("dry-run", Description = "Print the SQL, and change nothing")] bool dryRun = false)
    {
        common.RequireTextOrJson();
        await using var dataSource = DatabaseServer.Resolve(common.Connection).CreateDataSource();
        await using var calls = new AdoptionCalls(dataSource, diagnostics.RetryEvents, interruption.Abort);
        if (dryRun)
        {
            AdoptionReport.WritePlan(await calls.PlanAsync(null, interruption.Stop), common.Output);
        }
        else
        {
            AdoptionReport.WriteReleased(await calls.ReleaseAsync(interruption.Stop), common.Output);
        }

        return ExitStatus.Done;
    }

    private static async Task<string> ReadMappingAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetRawText();
        }
        catch (JsonException exception)
        {
            throw new UsageException(
                $"{file} is not JSON: {exception.Message}", "docs/how-to/adopt.md has a mapping to begin with.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"The mapping can't be read: {exception.Message}",
                "Name a file that holds it, as JSON.");
        }
    }
}
