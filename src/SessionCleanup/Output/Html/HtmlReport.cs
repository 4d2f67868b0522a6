using SessionCleanup.Database;

namespace SessionCleanup.Output.Html;

/// <summary>
/// The report that status --output html makes: one file with all that it needs, no script, and nothing that is loaded.
/// Each chart is a table of its figures with a bar in each row, so that a screen reader, or a person without colours,
/// gets the same.
/// </summary>
internal static class HtmlReport
{
    private static readonly string[] Tenths =
        [.. Enumerable.Range(0, 10).Select(tenth => $"{tenth * 10} to {(tenth + 1) * 10} %"), "expired"];

    public static string Page(StatusDocument document, Verdict verdict)
    {
        var status = document.SessionCleanupStatus;
        var page = new HtmlBuilder();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
        page.Raw("style-src 'unsafe-inline'; img-src data:\">\n<link rel=\"icon\" href=\"data:,\">\n");
        page.Raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Session Cleanup</title>\n");
        page.Raw($"<style>\n{HtmlBuilder.Resource("report.css")}</style>\n</head>\n<body>\n<main>\n<header>\n");
        page.Element("h1", "Session Cleanup");
        page.Element("p", StatusReport.Pending(status), $"class=\"verdict {verdict.State}\"");
        page.Element(
            "p",
            $"As of {Timestamp.ToTheSecond(status.CheckedAt)} UTC. Schema version "
                + $"{document.SchemaVersion ?? "not known"}.");
        page.Raw("</header>\n");

        WriteProblems(page, verdict);
        WriteBacklog(page, document);
        WriteAges(page, document.SessionAge ?? []);
        page.Section("Sessions cleaned per day");
        page.Bars(
            "The last 14 days, in UTC",
            "Day",
            "Sessions",
            [.. document.CleanupDay.Reverse().Select(day => new Bar(
                day.Day, day.SessionsCleaned, Count.Grouped(day.SessionsCleaned), IsBad: day.SessionsFailed > 0))]);
        page.EndSection();
        page.Section("Run durations");
        page.Bars(
            "The last runs, and how long each took",
            "Run",
            "Time",
            [.. document.CleanupRunHistory.Select(run => new Bar(
                Count.Plain(run.CleanupRunId), (double)run.Seconds, Seconds(run.Seconds),
                IsBad: run.State == "died"))]);
        page.EndSection();
        WriteRuns(page, document.CleanupRunHistory);
        page.Raw("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteProblems(HtmlBuilder page, Verdict verdict)
    {
        page.Section("Problems", "wide");
        if (verdict.Findings.Count == 0)
        {
            page.Element("p", "None was found. session-cleanup check also reads all rows.");
        }
        else
        {
            page.Raw("<ul>\n");
            foreach (var finding in verdict.Findings)
            {
                page.Element("li", finding.Text, $"class=\"{finding.State}\"");
            }

            page.Raw("</ul>\n");
        }

        page.EndSection();
    }

    private static void WriteBacklog(HtmlBuilder page, StatusDocument document)
    {
        var status = document.SessionCleanupStatus;
        page.Section("Backlog");
        page.Element(
            "p",
            status.OldestExpiredAt is { } oldest
                ? $"{Count.Of(status.Backlog, "session")} expired and not cleaned up, the first one at "
                    + $"{Timestamp.ToTheSecond(oldest)} UTC."
                : "No session is expired and not cleaned up.");
        if (document.SessionStatistics is { } statistics)
        {
            page.Bars(
                "Expired sessions by type",
                "Type",
                "Expired",
                [.. statistics.Select(kind => new Bar(
                    kind.SessionType, kind.Expired, Count.Grouped(kind.Expired), IsBad: true))]);
            page.Table(
                "All sessions by type",
                [("Type", "text"), ("Active", ""), ("Inactive", ""), ("Total", "")],
                statistics.Select(kind => (string[])
                    [kind.SessionType, Count.Grouped(kind.Active), Count.Grouped(kind.Inactive),
                        Count.Grouped(kind.Total)]));
        }
        else
        {
            page.Element("p", StatusReport.NotCounted);
        }

        page.EndSection();
    }

    private static void WriteAges(HtmlBuilder page, IReadOnlyList<SessionAge> ages)
    {
        page.Section("Ages of active sessions");
        if (ages.Count == 0)
        {
            page.Element("p", "No session of a type that expires is active.");
        }

        foreach (var kind in ages.GroupBy(age => (age.SessionType, age.InactivityTimeout)))
        {
            var counts = kind.Where(age => age.Tenth is not null)
                .ToDictionary(age => age.Tenth!.Value, age => age.Sessions);
            page.Bars(
                $"{kind.Key.SessionType}, by how much of the timeout of {kind.Key.InactivityTimeout} has passed",
                "Passed",
                "Sessions",
                [.. Tenths.Select((name, tenth) => new Bar(
                    name, counts.GetValueOrDefault(tenth), Count.Grouped(counts.GetValueOrDefault(tenth)),
                    IsBad: tenth == 10))]);
            if (kind.FirstOrDefault(age => age.Tenth is null) is { } endless)
            {
                page.Element("p", $"{Count.Of(endless.Sessions, "session")} without an expiry.");
            }
        }

        page.EndSection();
    }

    private static void WriteRuns(HtmlBuilder page, IReadOnlyList<CleanupRun> runs)
    {
        page.Section("Last runs", "wide");
        page.Table(
            "The last runs, the latest first",
            [
                ("Run", ""), ("Started (UTC)", "text"), ("Cleaned", ""), ("Offline", ""), ("Result", "text"),
                ("Started by", "text by"),
            ],
            runs.Select(run => (string[])
            [
                Count.Plain(run.CleanupRunId),
                Timestamp.ToTheSecond(run.StartedAt),
                Count.Grouped(run.SessionsCleaned),
                Count.Grouped(run.MembersSetOffline),
                run.SessionsReactivated > 0
                    ? $"{Count.Of(run.SessionsReactivated.Value, "session")} undone"
                    : StatusReport.Result(run),
                $"{run.RoleName}, {run.ApplicationName}",
            ]));
        page.EndSection();
    }

    /// <summary>Short runs differ by less than a second.</summary>
    private static string Seconds(decimal seconds) => seconds < 60
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seconds:0.0}s")
        : StatusReport.Age(seconds);
}
