using System.Globalization;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>The result of adopt and unadopt.</summary>
internal static class AdoptionReport
{
    /// <summary>As a script for psql: what is no statement is a comment.</summary>
    public static void WritePlan(AdoptionPlan plan, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            JsonOutput.Write(
                new AdoptionResult(
                    true, plan.Changed, plan.Problems, plan.Changes, [.. plan.Concurrently, .. plan.Statements]),
                OutputJson.Default.AdoptionResult);
            return;
        }

        if (!plan.Changed)
        {
            Console.WriteLine("-- Nothing to change.");
            return;
        }

        foreach (var change in plan.Changes)
        {
            Console.WriteLine($"-- {Line(change)}");
        }

        foreach (var statement in plan.Concurrently)
        {
            Console.WriteLine($"{statement};");
        }

        Console.WriteLine("BEGIN;");
        foreach (var statement in plan.Statements)
        {
            Console.WriteLine($"{statement};");
        }

        Console.WriteLine("COMMIT;");
    }

    /// <param name="changed">False: the tables were adopted already.</param>
    public static void WriteAdopted(bool changed, IReadOnlyList<AdoptionChange> changes, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            JsonOutput.Write(new AdoptionResult(false, changed, [], changes, null), OutputJson.Default.AdoptionResult);
            return;
        }

        Console.WriteLine(changed ? "Adopted the tables." : "Nothing to change: these tables are adopted already.");
        foreach (var change in changes)
        {
            Console.WriteLine(Line(change));
        }
    }

    /// <param name="released">False: no tables were adopted.</param>
    public static void WriteReleased(bool released, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            JsonOutput.Write(new AdoptionResult(false, released, [], [], null), OutputJson.Default.AdoptionResult);
            return;
        }

        Console.WriteLine(released ? "Gave the tables back." : "Nothing to change: no tables are adopted.");
    }

    private static string Line(AdoptionChange change) =>
        $"{change.Change}: {change.RowCount.ToString(CultureInfo.InvariantCulture)}";
}
