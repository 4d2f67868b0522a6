namespace SessionCleanup.Output;

/// <summary>The result of check.</summary>
internal static class CheckReport
{
    public static void Write(CheckDocument document, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            JsonOutput.Write(document, OutputJson.Default.CheckDocument);
            return;
        }

        foreach (var (repair, rows) in document.Repairs ?? [])
        {
            Console.WriteLine($"{(document.DryRun ? "would repair" : "repaired")}: {repair}: {Count.Grouped(rows)}");
        }

        if (document.AdoptedSessionTable is not null)
        {
            Console.WriteLine($"adopted tables: {document.AdoptedSessionTable} and {document.AdoptedMemberTable}");
        }

        foreach (var (problem, detail, remedy) in document.Problems)
        {
            Console.WriteLine($"problem: {problem}: {detail}");
            Console.WriteLine($"  remedy: {remedy}");
        }

        Console.WriteLine(document.Problems.Count == 0
            ? "No problem was found."
            : $"{Count.Of(document.Problems.Count, "problem")} found.");
    }
}
