using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SessionCleanup.Bench;

/// <summary>docs/explanation/performance.md: its tables come from a JSON file of bench/results, none by hand.</summary>
internal static class PerformanceDocument
{
    /// <summary>Puts a result's tables between a text's comments bench:SECTION and /bench.</summary>
    public static string Render(string text, BenchResult result)
    {
        var rendered = new StringBuilder();
        string? skipping = null;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("<!-- /bench", StringComparison.Ordinal))
            {
                skipping = null;
            }

            if (skipping is null)
            {
                rendered.Append(line).Append('\n');
            }

            if (line.StartsWith("<!-- bench:", StringComparison.Ordinal))
            {
                skipping = line["<!-- bench:".Length..].Split(' ')[0];
                rendered.Append(skipping == "run" ? Run(result) : Tables(result, skipping));
            }
        }

        return rendered.ToString();
    }

    public static BenchResult Read(string json) =>
        JsonSerializer.Deserialize<BenchResult>(json, JsonOptions)!;

    public static string Write(BenchResult result) => JsonSerializer.Serialize(result, JsonOptions) + "\n";

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Run(BenchResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        `scripts/bench --size {result.Size}` on {result.Date}: Session Cleanup {result.Version},
        PostgreSQL {result.Server}, {result.Processors} processors;
        {result.Expired:N0} expired among {result.Sessions:N0} sessions with {result.Members:N0} members.
        Medians, on a machine that is shared: read them as ratios.

        """);

    private static string Tables(BenchResult result, string section)
    {
        var text = new StringBuilder();
        foreach (var table in result.Tables.Where(table => table.Section == section))
        {
            text.Append('\n').Append(table.Title).Append(":\n\n");
            text.Append("| ").AppendJoin(" | ", table.Columns).Append(" |\n");
            text.Append('|').Append(string.Concat(Enumerable.Repeat("---|", table.Columns.Count))).Append('\n');
            foreach (var row in table.Rows)
            {
                text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            }
        }

        return text.Append('\n').ToString();
    }
}
