using System.Globalization;
using System.Text;
using System.Text.Json;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>Metrics in the Prometheus text exposition format, for the textfile collector of node_exporter.</summary>
internal static class PrometheusReport
{
    /// <param name="document">What to show.</param>
    /// <param name="path">Where to. It is written beside and renamed: nobody ever reads half of it. Null: stdout.</param>
    public static async Task WriteAsync(StatusDocument document, string? path)
    {
        var metrics = Metrics(document);
        if (path is null)
        {
            await Console.Out.WriteAsync(metrics);
            return;
        }

        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            await File.WriteAllTextAsync(temporary, metrics);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new CommandException(
                $"The metrics can't be written: {exception.Message}", "Name a file in a directory that this user may write to.");
        }
    }

    private static string Metrics(StatusDocument document)
    {
        using var status = JsonDocument.Parse(document.Status);
        using var statistics = JsonDocument.Parse(document.Statistics);
        using var runs = JsonDocument.Parse(document.Runs);
        var text = new StringBuilder();

        Begin("session_cleanup_sessions", "Sessions by type and state; the active ones include the expired ones.");
        foreach (var kind in statistics.RootElement.EnumerateArray())
        {
            Sample("session_cleanup_sessions", kind.GetProperty("active"), ("session_type", Name(kind)), ("state", "active"));
            Sample("session_cleanup_sessions", kind.GetProperty("inactive"), ("session_type", Name(kind)), ("state", "inactive"));
        }

        Begin("session_cleanup_expired_sessions", "Sessions that are expired and not cleaned up, by type.");
        foreach (var kind in statistics.RootElement.EnumerateArray())
        {
            Sample("session_cleanup_expired_sessions", kind.GetProperty("expired"), ("session_type", Name(kind)));
        }

        Gauge(
            "session_cleanup_oldest_expired_age_seconds",
            "How long ago the oldest session that is not cleaned up expired; absent if there is none.",
            status.RootElement.GetProperty("oldest_expired_age_seconds"));
        if (status.RootElement.GetProperty("last_success_at").GetString() is { } success)
        {
            Begin("session_cleanup_last_success_timestamp_seconds", "When a cleanup last succeeded; absent if none has.");
            var moment = DateTimeOffset.Parse(success, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() / 1000.0;
            text.Append(CultureInfo.InvariantCulture, $"session_cleanup_last_success_timestamp_seconds {moment}\n");
        }

        Gauge(
            "session_cleanup_died_runs",
            "Cleanups that died after the last one that succeeded.",
            status.RootElement.GetProperty("runs_died_since"));
        var last = runs.RootElement.EnumerateArray().FirstOrDefault(run => run.GetProperty("state").GetString() == "finished");
        if (last.ValueKind == JsonValueKind.Object)
        {
            Gauge("session_cleanup_last_run_duration_seconds", "How long the last cleanup that finished took.", last.GetProperty("seconds"));
            Gauge("session_cleanup_last_run_cleaned_sessions", "Sessions that it cleaned up.", last.GetProperty("sessions_cleaned"));
            Gauge("session_cleanup_last_run_offline_members", "Members that it set offline.", last.GetProperty("members_set_offline"));
        }

        return text.ToString();

        void Begin(string name, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");

        void Gauge(string name, string help, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Number)
            {
                Begin(name, help);
                Sample(name, value);
            }
        }

        void Sample(string name, JsonElement value, params (string Name, string Value)[] labels)
        {
            var list = string.Join(',', labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""));
            text.Append(name).Append(labels.Length == 0 ? "" : $"{{{list}}}").Append(' ').Append(value.GetRawText()).Append('\n');
        }
    }

    private static string Name(JsonElement kind) => kind.GetProperty("session_type").GetString()!;

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
