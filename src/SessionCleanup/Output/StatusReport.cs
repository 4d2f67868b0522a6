using System.Globalization;
using System.Text.Json;
using SessionCleanup.Database;
using Spectre.Console;

namespace SessionCleanup.Output;

/// <summary>
/// The result of status. Its first line answers alone: for a pager, or a monitoring system that shows one line of a check.
/// </summary>
internal static class StatusReport
{
    public static void WriteText(StatusDocument document, IReadOnlyList<string> problems, bool isCheck, CronStatus cron)
    {
        using var status = JsonDocument.Parse(document.Status);
        using var statistics = JsonDocument.Parse(document.Statistics);
        using var runs = JsonDocument.Parse(document.Runs);
        using var days = JsonDocument.Parse(document.Days);
        Console.WriteLine(Summary(status.RootElement, problems, isCheck));
        Console.WriteLine($"schema version: {document.SchemaVersion ?? "not known (no journal, or no privilege to read it)"}");
        if (Text(status.RootElement, "oldest_expired_at") is { } oldest)
        {
            Console.WriteLine($"oldest expired session: since {oldest}");
        }

        if (status.RootElement.GetProperty("runs_died_since").GetInt64() is var died and > 0)
        {
            Console.WriteLine($"runs that died since the last success: {died}");
        }

        WriteTable("Sessions", statistics.RootElement, "session_type", "active", "expired", "inactive", "total");
        WriteTable(
            "Last runs",
            runs.RootElement,
            "cleanup_run_id",
            "started_at",
            "state",
            "seconds",
            "sessions_cleaned",
            "members_set_offline",
            "role_name",
            "application_name",
            "way_in");
        WriteDays(days.RootElement);
        WriteCron(cron);
    }

    public static void WriteJson(StatusDocument document, IReadOnlyList<string> problems, CronStatus cron)
    {
        using (var json = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                json.WriteStringValue(problem);
            }

            json.WriteEndArray();
            json.WriteString("schema_version", document.SchemaVersion);
            WriteRaw(json, "session_cleanup_status", document.Status);
            WriteRaw(json, "session_statistics", document.Statistics);
            WriteRaw(json, "cleanup_run_history", document.Runs);
            WriteRaw(json, "cleanup_day", document.Days);
            json.WriteString("cron_note", cron.Note);
            json.WriteString("cron_next_run", cron.NextRun is { } next ? Timestamp.Of(next) : null);
            WriteRaw(json, "cron_job", cron.Jobs);
            WriteRaw(json, "cron_job_run_details", cron.Runs);
            json.WriteEndObject();
        }

        Console.WriteLine();
    }

    /// <param name="seconds">A number.</param>
    /// <returns>The two largest units: 2d 3h, 5m 12s.</returns>
    public static string Age(JsonElement seconds)
    {
        var age = TimeSpan.FromSeconds(Math.Floor(seconds.GetDouble()));
        (int Number, string Unit)[] parts = [(age.Days, "d"), (age.Hours, "h"), (age.Minutes, "m"), (age.Seconds, "s")];
        var largest = parts.SkipWhile(part => part.Number == 0).Take(2).Where(part => part.Number > 0).ToList();
        return largest.Count == 0 ? "0s" : string.Join(' ', largest.Select(part => $"{part.Number}{part.Unit}"));
    }

    private static string Summary(JsonElement status, IReadOnlyList<string> problems, bool isCheck)
    {
        if (problems.Count > 0)
        {
            return $"CRITICAL: {string.Join("; ", problems)}";
        }

        var age = status.GetProperty("last_success_age_seconds");
        var success = age.ValueKind == JsonValueKind.Null ? "no cleanup has succeeded yet" : $"last success {Age(age)} ago";
        return $"{(isCheck ? "OK: " : "")}{success}, {status.GetProperty("backlog").GetInt64()} expired sessions wait";
    }

    private static void WriteRaw(Utf8JsonWriter json, string key, string? value)
    {
        json.WritePropertyName(key);
        json.WriteRawValue(value ?? "null");
    }

    private static void WriteTable(string title, JsonElement rows, params string[] columns)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var row in rows.EnumerateArray())
            {
                Console.WriteLine($"{title}: {string.Join(", ", columns.Select(column => $"{column} {Text(row, column) ?? "none"}"))}");
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded).Title(title);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column.Replace('_', ' ')));
        }

        foreach (var row in rows.EnumerateArray())
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(Text(row, column) ?? ""))]);
        }

        AnsiConsole.Write(table);
    }

    private static void WriteDays(JsonElement days)
    {
        if (Console.IsOutputRedirected)
        {
            WriteTable("Day", days, "day", "runs", "sessions_cleaned", "members_set_offline");
            return;
        }

        var chart = new BarChart().Label("Sessions cleaned up per day").LeftAlignLabel();
        foreach (var day in days.EnumerateArray())
        {
            chart.AddItem(day.GetProperty("day").GetString()!, day.GetProperty("sessions_cleaned").GetInt64(), Color.Green);
        }

        AnsiConsole.Write(chart);
    }

    private static void WriteCron(CronStatus cron)
    {
        if (cron.Note is not null)
        {
            Console.WriteLine($"pg_cron: {cron.Note}");
            return;
        }

        using var jobs = JsonDocument.Parse(cron.Jobs!);
        using var runs = JsonDocument.Parse(cron.Runs!);
        if (cron.NextRun is { } nextRun)
        {
            Console.WriteLine($"pg_cron: next run {Timestamp.Of(nextRun)}");
        }

        WriteTable("pg_cron job", jobs.RootElement, "jobname", "schedule", "active", "command");
        WriteTable("pg_cron run", runs.RootElement, "start_time", "status", "return_message");
    }

    private static string? Text(JsonElement row, string column)
    {
        var value = row.GetProperty(column);
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number when column == "seconds" => value.GetDouble().ToString("0.###", CultureInfo.InvariantCulture),
            _ => OneLine(value.ToString()),
        };
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
