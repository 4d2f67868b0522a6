using System.Text.Json;
using SessionCleanup.Commands;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>What migrate did: the scripts that were lacking, or with --verbose all of them. Or what it would do: all of them.</summary>
internal static class MigrationReport
{
    public static void Write(MigrationPlan plan, bool dryRun, CommonOptions common)
    {
        if (common.Output == OutputFormat.json)
        {
            WriteJson(plan, dryRun);
        }
        else
        {
            WriteText(plan, dryRun, common.Verbose);
        }
    }

    private static void WriteText(MigrationPlan plan, bool dryRun, bool verbose)
    {
        foreach (var (script, state) in plan.Scripts)
        {
            if (state != ScriptState.Applied)
            {
                Console.WriteLine($"{(dryRun ? "would apply" : "applied")} {script.JournalEntry}{Note(state)}");
            }
            else if (dryRun || verbose)
            {
                Console.WriteLine($"up to date {script.JournalEntry}");
            }
        }

        var count = plan.ToApply.Count();
        Console.WriteLine((count, dryRun) switch
        {
            (0, _) => "The schema is up to date.",
            (_, true) => $"{Scripts(count)} would be applied. Nothing was changed.",
            (_, false) => $"{Scripts(count)} applied. The schema is up to date.",
        });
    }

    private static void WriteJson(MigrationPlan plan, bool dryRun)
    {
        using var json = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteBoolean("dry_run", dryRun);
        json.WriteNumber("scripts_applied", dryRun ? 0 : plan.ToApply.Count());
        json.WriteStartArray("scripts");
        foreach (var (script, state) in plan.Scripts)
        {
            json.WriteStartObject();
            json.WriteString("name", script.Name);
            json.WriteString("checksum", script.Checksum);
            json.WriteString("state", StateName(state));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        Console.WriteLine();
    }

    private static string Scripts(int count) => count == 1 ? "1 script" : $"{count} scripts";

    private static string Note(ScriptState state) => state == ScriptState.Changed ? " (its text has changed)" : "";

    /// <summary>The state before the run.</summary>
    private static string StateName(ScriptState state) => state switch
    {
        ScriptState.Applied => "applied",
        ScriptState.Changed => "changed",
        _ => "pending",
    };
}
