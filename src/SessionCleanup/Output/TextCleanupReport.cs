using System.Globalization;
using SessionCleanup.Database;
using Spectre.Console;

namespace SessionCleanup.Output;

/// <summary>For a person at a terminal a table; in a log or a pipe, lines that begin with a timestamp.</summary>
internal sealed class TextCleanupReport : ICleanupReport
{
    private readonly bool _terminal = !Console.IsOutputRedirected;

    private bool _dryRun;

    public void Begin(bool dryRun) => _dryRun = dryRun;

    public async Task ListAsync(IAsyncEnumerable<ExpiredSession> sessions)
    {
        var isEmpty = true;
        await foreach (var session in sessions)
        {
            isEmpty = false;
            WriteLine(
                $"expired session {session.Name}: created {session.CreatedAt ?? "at an unknown moment"}, "
                + $"expired {session.ExpiresAt}, age {session.Age ?? "unknown"}, "
                + $"{Count.Of(session.MembersOnline, "member")} online, "
                + $"title {Quote(session.Title)}");
        }

        if (isEmpty)
        {
            WriteLine("no session is expired");
        }
    }

    public void Finish(CleanupStatistics statistics, TimeSpan elapsed, string? stoppedBy)
    {
        if (_terminal)
        {
            AnsiConsole.Write(Table(statistics, elapsed, stoppedBy));
            return;
        }

        WriteLine(_dryRun
            ? $"dry run: {Count.Of(statistics.SessionsCleaned, "session")} would be cleaned up, "
              + $"{Count.Of(statistics.MembersSetOffline, "member")} would be set offline"
            : $"{Count.Of(statistics.SessionsCleaned, "session")} cleaned up, "
              + $"{Count.Of(statistics.MembersSetOffline, "member")} set offline");
        if (statistics is { ActiveSessions: { } active, InactiveSessions: { } inactive, TotalSessions: { } total })
        {
            var expired = statistics.ExpiredSessionsLeft is > 0 and { } left
                ? $", of which {Count.Grouped(left)} expired" : "";
            WriteLine(
                $"sessions {(_dryRun ? "after that" : "now")}: {Count.Grouped(active)} active{expired}, "
                + $"{Count.Grouped(inactive)} inactive, {Count.Grouped(total)} total");
        }

        if (statistics.RunId is { } runId)
        {
            var failed = statistics.SessionsFailed > 0 ? $", {Count.Of(statistics.SessionsFailed, "session")} failed"
                : "";
            var stopped = stoppedBy is null ? "" : $", stopped by {stoppedBy}";
            WriteLine($"run {Count.Plain(runId)}: {Seconds(elapsed)}{stopped}{failed}");
        }
    }

    public void Dispose()
    {
    }

    private Table Table(CleanupStatistics statistics, TimeSpan elapsed, string? stoppedBy)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(_dryRun ? "Dry run: nothing was changed" : "Cleanup");
        table.AddColumn(new TableColumn("").RightAligned());
        Row(_dryRun ? "Sessions that would be cleaned up" : "Sessions cleaned up", statistics.SessionsCleaned);
        Row(_dryRun ? "Members that would be set offline" : "Members set offline", statistics.MembersSetOffline);
        Row(_dryRun ? "Active sessions after that" : "Active sessions", statistics.ActiveSessions);
        Row(_dryRun ? "Inactive sessions after that" : "Inactive sessions", statistics.InactiveSessions);
        Row("Total sessions", statistics.TotalSessions);
        RowUnlessZero("Expired sessions left", statistics.ExpiredSessionsLeft);
        RowUnlessZero("Sessions that failed", statistics.SessionsFailed);
        if (statistics.RunId is { } runId)
        {
            table.AddRow("Number of the run", Count.Plain(runId));
            table.AddRow("Time", Seconds(elapsed));
        }

        if (stoppedBy is not null)
        {
            table.AddRow("Stopped by", stoppedBy);
        }

        return table;

        void Row(string name, long? figure)
        {
            if (figure is not null)
            {
                table.AddRow(name, Count.Grouped(figure.Value));
            }
        }

        void RowUnlessZero(string name, long? figure) => Row(name, figure == 0 ? null : figure);
    }

    private static string Seconds(TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");

    private void WriteLine(string line) => Console.WriteLine(_terminal ? line : $"{Timestamp.Now()} {line}");

    private static string Quote(string? title) => title is null ? "none" : $"\"{PlainText.OneLine(title)}\"";
}
