using System.Globalization;
using SessionCleanup.Database;
using Spectre.Console;

namespace SessionCleanup.Output;

/// <summary>
/// The result of status. Its first line answers alone: for a pager, or a monitoring system that shows one line of a check.
/// </summary>
internal static class StatusReport
{
    public static void WriteText(
        StatusDocument document, Verdict verdict, bool isCheck, CronStatus cron)
    {
        var status = document.SessionCleanupStatus;
        Console.WriteLine(Summary(status, verdict, isCheck));
        Console.WriteLine(
            $"schema version: {document.SchemaVersion ?? "not known (no journal, or no privilege to read it)"}");
        if (status.OldestExpiredAt is not null)
        {
            Console.WriteLine($"oldest expired session: since {status.OldestExpiredAt}");
        }

        if (status.RunsDiedSince > 0)
        {
            Console.WriteLine($"runs that died since the last success: {status.RunsDiedSince}");
        }

        WriteTable(
            "Sessions",
            document.SessionStatistics,
            ("session_type", row => row.SessionType),
            ("active", row => Number(row.Active)),
            ("expired", row => Number(row.Expired)),
            ("inactive", row => Number(row.Inactive)),
            ("total", row => Number(row.Total)));
        WriteTable(
            "Last runs",
            document.CleanupRunHistory,
            ("cleanup_run_id", row => Number(row.CleanupRunId)),
            ("started_at", row => row.StartedAt),
            ("state", row => row.State),
            ("seconds", row => row.Seconds.ToString("0.###", CultureInfo.InvariantCulture)),
            ("sessions_cleaned", row => Number(row.SessionsCleaned)),
            ("members_set_offline", row => Number(row.MembersSetOffline)),
            ("role_name", row => row.RoleName),
            ("application_name", row => row.ApplicationName),
            ("way_in", row => row.WayIn));
        WriteDays(document.CleanupDay);
        WriteCron(cron);
    }

    public static void WriteJson(StatusDocument document, Verdict verdict, CronStatus cron) =>
        JsonOutput.Write(
            new StatusResult(
                verdict.Findings,
                document.SchemaVersion,
                document.SessionCleanupStatus,
                document.SessionStatistics,
                document.CleanupRunHistory,
                document.CleanupDay,
                cron.Note,
                cron.NextRun is { } next ? Timestamp.Of(next) : null,
                cron.Jobs,
                cron.Runs),
            OutputJson.Default.StatusResult);

    /// <returns>The two largest units: 2d 3h, 5m 12s.</returns>
    public static string Age(decimal seconds)
    {
        var age = TimeSpan.FromSeconds((double)Math.Floor(seconds));
        (int Number, string Unit)[] parts = [(age.Days, "d"), (age.Hours, "h"), (age.Minutes, "m"), (age.Seconds, "s")];
        var largest = parts.SkipWhile(part => part.Number == 0).Take(2).Where(part => part.Number > 0).ToList();
        return largest.Count == 0 ? "0s" : string.Join(' ', largest.Select(part => $"{part.Number}{part.Unit}"));
    }

    private static string Summary(CleanupStatus status, Verdict verdict, bool isCheck)
    {
        var success = status.LastSuccessAgeSeconds is { } age
            ? $"last success {Age(age)} ago"
            : "no cleanup has succeeded yet";
        var pending = $"{success}, {Count.Of(status.Backlog, "expired session")} pending";
        var findings = string.Join("; ", verdict.Findings);

        // What follows a | is for the host of the plugin.
        return (isCheck, findings) switch
        {
            (false, "") => pending,
            (false, _) => $"{pending}; {PlainText.OneLine(findings)}",
            (true, "") => $"{verdict.State}: {pending} | {verdict.PerformanceData}",
            (true, _) => $"{verdict.State}: {PlainText.OneLine(findings).Replace('|', '/')} | {verdict.PerformanceData}",
        };
    }

    private static void WriteTable<T>(
        string title, IReadOnlyList<T> rows, params (string Name, Func<T, string?> Value)[] columns)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var row in rows)
            {
                var cells = columns.Select(column => $"{column.Name} {OneLine(column.Value(row)) ?? "none"}");
                Console.WriteLine($"{title}: {string.Join(", ", cells)}");
            }

            return;
        }

        var table = new Table().Border(TableBorder.Rounded).Title(title);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column.Name.Replace('_', ' ')));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(OneLine(column.Value(row)) ?? ""))]);
        }

        AnsiConsole.Write(table);
    }

    private static void WriteDays(IReadOnlyList<CleanupDay> days)
    {
        if (Console.IsOutputRedirected)
        {
            WriteTable(
                "Day",
                days,
                ("day", row => row.Day),
                ("runs", row => Number(row.Runs)),
                ("sessions_cleaned", row => Number(row.SessionsCleaned)),
                ("members_set_offline", row => Number(row.MembersSetOffline)));
            return;
        }

        var chart = new BarChart().Label("Sessions cleaned up per day").LeftAlignLabel();
        foreach (var day in days)
        {
            chart.AddItem(day.Day, day.SessionsCleaned, Color.Green);
        }

        AnsiConsole.Write(chart);
    }

    private static void WriteCron(CronStatus cron)
    {
        if (cron.Note is not null)
        {
            Console.WriteLine($"pg_cron: {OneLine(cron.Note)}");
            return;
        }

        if (cron.NextRun is { } nextRun)
        {
            Console.WriteLine($"pg_cron: next run {Timestamp.Of(nextRun)}");
        }

        WriteTable(
            "pg_cron job",
            cron.Jobs!,
            ("jobname", row => row.Jobname),
            ("schedule", row => row.Schedule),
            ("active", row => row.Active ? "true" : "false"),
            ("command", row => row.Command));
        WriteTable(
            "pg_cron run",
            cron.Runs!,
            ("start_time", row => row.StartTime),
            ("status", row => row.Status),
            ("return_message", row => row.ReturnMessage));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? OneLine(string? text) => text is null ? null : PlainText.OneLine(text);
}
