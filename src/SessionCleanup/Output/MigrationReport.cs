using SessionCleanup.Migration;

namespace SessionCleanup.Output;

/// <summary>
/// What migrate did: the scripts that were missing, or with --verbose all of them. Or what it would do: all of them.
/// </summary>
internal static class MigrationReport
{
    /// <param name="plans">Each with its database: node 0, ..., router, or null where there is one.</param>
    public static void Write(
        IReadOnlyList<(string? Database, MigrationPlan Plan)> plans, bool dryRun, bool verbose, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            WriteJson(plans, dryRun);
            return;
        }

        foreach (var (database, plan) in plans)
        {
            WriteText(database is null ? "" : $"{database}: ", plan, dryRun, verbose);
        }
    }

    private static void WriteText(string prefix, MigrationPlan plan, bool dryRun, bool verbose)
    {
        foreach (var drift in plan.Drift)
        {
            Console.WriteLine($"{prefix}changed by hand since the last migration: {drift}");
        }

        foreach (var (script, state) in plan.Scripts)
        {
            if (state != ScriptState.Applied)
            {
                Console.WriteLine($"{prefix}{(dryRun ? "would apply" : "applied")} {script.JournalEntry}{Note(state)}");
            }
            else if (dryRun || verbose)
            {
                Console.WriteLine($"{prefix}up to date {script.JournalEntry}");
            }
        }

        var count = plan.ToApply.Count();
        Console.WriteLine(prefix + (count, dryRun) switch
        {
            (0, _) => "The schema is up to date.",
            (_, true) => $"{Count.Of(count, "script")} would be applied. Nothing was changed.",
            (_, false) => $"{Count.Of(count, "script")} applied. The schema is up to date.",
        });
    }

    private static void WriteJson(IReadOnlyList<(string? Database, MigrationPlan Plan)> plans, bool dryRun) =>
        JsonOutput.Write(
        new MigrationResult(
            dryRun,
            dryRun ? 0 : plans.Sum(database => database.Plan.ToApply.Count()),
            [.. plans.SelectMany(database => database.Plan.Drift)],
            [.. plans.SelectMany(database => database.Plan.Scripts.Select(planned => new MigrationScriptResult(
                planned.Script.Name, planned.Script.Checksum, StateName(planned.State), database.Database)))]),
        OutputJson.Default.MigrationResult);

    private static string Note(ScriptState state) => state switch
    {
        ScriptState.Changed => " (its text has changed)",
        ScriptState.Drifted => " (again)",
        ScriptState.Recording => " (records what the others made)",
        _ => "",
    };

    /// <summary>The state before the run.</summary>
    private static string StateName(ScriptState state) => state switch
    {
        ScriptState.Applied => "applied",
        ScriptState.Changed => "changed",
        ScriptState.Drifted => "drifted",
        ScriptState.Recording => "recording",
        _ => "pending",
    };
}
