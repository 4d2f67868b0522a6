using SessionCleanup.Database;
using SessionCleanup.Errors;

namespace SessionCleanup.Output;

/// <summary>
/// The result of status, at 80 columns. Its first line answers alone: for a pager, or a monitoring system that shows
/// one line of a check. For a person, whose eye ends at the bottom, it comes last again, after what is wrong.
/// </summary>
internal static class StatusReport
{
    /// <summary>In place of the sessions by type.</summary>
    public const string NotCounted = "sessions by type: counting them takes more than half of --timeout";

    public static void WriteText(
        StatusDocument document, Verdict verdict, bool isCheck, CronStatus cron)
    {
        var status = document.SessionCleanupStatus;
        Console.WriteLine(isCheck ? CheckLine(status, verdict) : Answer(status, verdict));
        Console.WriteLine(
            $"schema version: {document.SchemaVersion ?? "not known (no journal, or no privilege to read it)"}");
        if (status.AdoptedSessionTable is not null)
        {
            Console.WriteLine($"adopted tables: {status.AdoptedSessionTable} and {status.AdoptedMemberTable}");
        }

        if (status.OldestExpiredAt is not null)
        {
            Console.WriteLine($"oldest expired session: since {Timestamp.ToTheSecond(status.OldestExpiredAt)}");
        }

        if (document.SessionStatistics is null)
        {
            Console.WriteLine(NotCounted);
        }

        TextTable.Write(
            document.SessionStatistics ?? [],
            ("Session type", false, row => TextTable.Cut(PlainText.OneLine(row.SessionType), 20)),
            ("Active", true, row => Count.Grouped(row.Active)),
            ("Expired", true, row => Count.Grouped(row.Expired)),
            ("Inactive", true, row => Count.Grouped(row.Inactive)),
            ("Total", true, row => Count.Grouped(row.Total)));
        TextTable.Write(
            document.CleanupRunHistory,
            ("Run", true, row => Count.Plain(row.CleanupRunId)),
            ("Started (UTC)", false, row => Timestamp.ToTheSecond(row.StartedAt)),
            ("Took", true, row => Age(row.Seconds)),
            ("Cleaned", true, row => Count.Grouped(row.SessionsCleaned)),
            ("Offline", true, row => Count.Grouped(row.MembersSetOffline)),
            ("Result", false, Result));
        TextTable.Write(
            [.. document.CleanupDay.Where(day => day.Runs > 0)],
            ("Day (UTC)", false, row => row.Day),
            ("Runs", true, row => Count.Grouped(row.Runs)),
            ("Cleaned", true, row => Count.Grouped(row.SessionsCleaned)),
            ("Offline", true, row => Count.Grouped(row.MembersSetOffline)));
        WriteCron(cron);
        if (!isCheck)
        {
            Console.WriteLine();
            foreach (var finding in verdict.Findings)
            {
                TextTable.WriteWrapped($"{finding.State}: {finding.Text}");
            }

            Console.WriteLine(Answer(status, verdict));
        }
    }

    public static void WriteJson(StatusDocument document, Verdict verdict, bool isCheck, CronStatus cron) =>
        JsonOutput.Write(
            new StatusResult(
                isCheck ? verdict.State.ToString() : null,
                [.. verdict.Findings.Select(finding => finding.Text)],
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

    /// <summary>What a check prints that could not find it out.</summary>
    public static void WriteUnknown(ErrorReport report, OutputFormat format)
    {
        if (format == OutputFormat.text)
        {
            Console.WriteLine(PlainText.OneLine($"{VerdictState.UNKNOWN}: {report.Problem}").Replace('|', '/'));
            Console.WriteLine(PlainText.OneLine(report.Remedy ?? ""));
        }
        else if (format == OutputFormat.json)
        {
            JsonOutput.Write(
                new UnknownResult(VerdictState.UNKNOWN.ToString(), [report.Problem]), OutputJson.Default.UnknownResult);
        }
    }

    /// <returns>The two largest units: 2d 3h, 5m 12s.</returns>
    public static string Age(decimal seconds)
    {
        var age = TimeSpan.FromSeconds((double)Math.Floor(seconds));
        (int Number, string Unit)[] parts = [(age.Days, "d"), (age.Hours, "h"), (age.Minutes, "m"), (age.Seconds, "s")];
        var largest = parts.SkipWhile(part => part.Number == 0).Take(2).Where(part => part.Number > 0).ToList();
        return largest.Count == 0 ? "0s" : string.Join(' ', largest.Select(part => $"{part.Number}{part.Unit}"));
    }

    /// <summary>What became of a run, in a word or two.</summary>
    public static string Result(CleanupRun run) => run switch
    {
        { State: not "finished" } => run.State,
        { SessionsReactivated: > 0 } => "undone",
        { SessionsFailed: > 0 and { } failed } => $"{Count.Grouped(failed)} failed",
        { StoppedBy: not null } => "stopped early",
        _ => run.State,
    };

    public static string Pending(CleanupStatus status)
    {
        var success = status.LastSuccessAgeSeconds is { } age
            ? $"last success {Age(age)} ago"
            : "no cleanup has succeeded yet";
        return $"{success}, {Count.Of(status.Backlog, "expired session")} pending";
    }

    private static string Answer(CleanupStatus status, Verdict verdict) => verdict.Findings.Count == 0
        ? Pending(status)
        : $"{Pending(status)}; {Count.Of(verdict.Findings.Count, "problem")}";

    /// <summary>What follows a | is for the host of the plugin.</summary>
    private static string CheckLine(CleanupStatus status, Verdict verdict)
    {
        var text = verdict.Findings.Count == 0
            ? Pending(status)
            : PlainText.OneLine(string.Join("; ", verdict.Findings.Select(finding => finding.Text)));
        return $"{verdict.State}: {text.Replace('|', '/')} | {verdict.PerformanceData}";
    }

    private static void WriteCron(CronStatus cron)
    {
        Console.WriteLine();
        if (cron.Note is not null)
        {
            TextTable.WriteWrapped($"pg_cron: {cron.Note}");
            return;
        }

        foreach (var job in cron.Jobs!)
        {
            TextTable.WriteWrapped(
                $"pg_cron job {job.Jobname ?? "without a name"}: {job.Schedule}{(job.Active ? "" : ", not active")}");
            TextTable.WriteWrapped($"command: {job.Command}");
        }

        if (cron.NextRun is { } nextRun)
        {
            Console.WriteLine($"pg_cron: next run {Timestamp.Of(nextRun)}");
        }

        TextTable.Write(
            cron.Runs!,
            ("pg_cron run (UTC)", false, row => Timestamp.ToTheSecond(row.StartTime ?? "")),
            ("Status", false, row => row.Status),
            ("Message", false, row => TextTable.Cut(PlainText.OneLine(row.ReturnMessage ?? ""), 48)));
    }
}
