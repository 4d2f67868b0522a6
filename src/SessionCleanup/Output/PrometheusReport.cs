using System.Globalization;
using System.Text;
using SessionCleanup.Database;
using SessionCleanup.Errors;

namespace SessionCleanup.Output;

/// <summary>Metrics in the Prometheus text exposition format, for the textfile collector of node_exporter.</summary>
internal static class PrometheusReport
{
    public static string Metrics(StatusDocument document)
    {
        var status = document.SessionCleanupStatus;
        var text = new StringBuilder();

        // A metric that is sometimes absent would silence the alert on it.
        var statistics = document.SessionStatistics ?? throw new CommandException(
            "Counting the sessions takes more than half of --timeout",
            "Give it more time, for example --timeout 2m. A check, with --max-age or --max-backlog, needs no count.");

        Begin("session_cleanup_sessions", "Sessions by type and state; the active ones include the expired ones.");
        foreach (var kind in statistics)
        {
            Sample("session_cleanup_sessions", kind.Active, ("session_type", kind.SessionType), ("state", "active"));
            Sample("session_cleanup_sessions", kind.Inactive, ("session_type", kind.SessionType),
                ("state", "inactive"));
        }

        Begin("session_cleanup_expired_sessions", "Sessions that are expired and not cleaned up, by type.");
        foreach (var kind in statistics)
        {
            Sample("session_cleanup_expired_sessions", kind.Expired, ("session_type", kind.SessionType));
        }

        Gauge(
            "session_cleanup_oldest_expired_age_seconds",
            "How long ago the oldest session that is not cleaned up expired; absent if there is none.",
            status.OldestExpiredAgeSeconds);
        Gauge(
            "session_cleanup_last_success_timestamp_seconds",
            "When a cleanup last succeeded; 0 if none has.",
            UnixSeconds(status.LastSuccessAt) ?? 0);
        Gauge(
            "session_cleanup_problems",
            "Problems of the installation that are cheap to find; absent if the role may not look.",
            document.SessionCleanupProblem?.Count);
        Gauge(
            "session_cleanup_died_runs", "Cleanups that died after the last one that succeeded.", status.RunsDiedSince);
        Gauge(
            "session_cleanup_failed_runs",
            "Cleanups of the last 14 days that left out sessions which could not be deactivated.",
            document.CleanupDay.Sum(day => day.RunsFailed ?? 0));
        Gauge(
            "session_cleanup_today_cleaned_sessions",
            "Sessions cleaned up by the runs that started today, in UTC.",
            document.CleanupDay is [.., var today] ? today.SessionsCleaned : 0);
        var last = document.CleanupRunHistory.FirstOrDefault(run => run.State == "finished");
        if (last is not null)
        {
            Gauge(
                "session_cleanup_last_run_duration_seconds",
                "How long the last cleanup that finished took.",
                last.Seconds);
            Gauge(
                "session_cleanup_last_run_longest_batch_seconds",
                "How long the longest of its batches took.",
                last.LongestBatchSeconds ?? 0);
            Gauge("session_cleanup_last_run_batches", "Batches that it committed.", last.Batches ?? 0);
            Gauge("session_cleanup_last_run_cleaned_sessions", "Sessions that it cleaned up.", last.SessionsCleaned);
            Gauge(
                "session_cleanup_last_run_offline_members", "Members that it set offline.", last.MembersSetOffline);
            Gauge(
                "session_cleanup_last_run_failed_sessions",
                "Expired sessions that it could not clean up.",
                last.SessionsFailed ?? 0);
        }

        return text.ToString();

        void Begin(string name, string help) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");

        void Gauge(string name, string help, decimal? value)
        {
            if (value is not null)
            {
                Begin(name, help);
                Sample(name, value.Value);
            }
        }

        void Sample(string name, decimal value, params (string Name, string Value)[] labels)
        {
            var list = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
            text.Append(name).Append(labels.Length == 0 ? "" : $"{{{list}}}").Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{value}\n");
        }
    }

    private static decimal? UnixSeconds(string? moment) => moment is null
        ? null
        : DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() / 1000m;

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
