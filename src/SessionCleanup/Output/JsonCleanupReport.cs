using System.Text.Json;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>
/// One JSON document; its keys are the columns of cleanup_sessions() and expired_session. Written by hand, because the
/// sessions are streamed.
/// </summary>
internal sealed class JsonCleanupReport : ICleanupReport
{
    private readonly Stream _stdout;
    private readonly Utf8JsonWriter _json;

    public JsonCleanupReport(StandardStreams streams)
    {
        _stdout = streams.Output;
        _json = new Utf8JsonWriter(_stdout, JsonOutput.Options);
    }

    public void Begin(bool dryRun)
    {
        _json.WriteStartObject();
        _json.WriteBoolean("dry_run", dryRun);
    }

    public async Task ListAsync(IAsyncEnumerable<ExpiredSession> sessions)
    {
        await using var session = sessions.GetAsyncEnumerator();
        var hasSession = await session.MoveNextAsync();
        _json.WriteStartArray("expired_sessions");
        for (; hasSession; hasSession = await session.MoveNextAsync())
        {
            Write(session.Current);
        }

        _json.WriteEndArray();
    }

    public void Finish(CleanupStatistics statistics, TimeSpan elapsed, string? stoppedBy)
    {
        _json.WriteNumber("sessions_cleaned", statistics.SessionsCleaned);
        _json.WriteNumber("members_set_offline", statistics.MembersSetOffline);
        WriteCount("active_sessions", statistics.ActiveSessions);
        WriteCount("inactive_sessions", statistics.InactiveSessions);
        WriteCount("total_sessions", statistics.TotalSessions);
        WriteCount("run_id", statistics.RunId);
        _json.WriteNumber("sessions_failed", statistics.SessionsFailed);
        WriteCount("expired_sessions_left", statistics.ExpiredSessionsLeft);
        _json.WriteNumber("seconds", Math.Round((decimal)elapsed.TotalSeconds, 3));
        _json.WriteString("stopped_by", stoppedBy);
        _json.WriteEndObject();
        _json.Flush();
        _stdout.WriteByte((byte)'\n');
    }

    public void Dispose()
    {
        // After a failure, half a document is worth less than none.
        _json.Reset();
        _json.Dispose();
    }

    private void WriteCount(string key, long? count)
    {
        if (count is null)
        {
            _json.WriteNull(key);
        }
        else
        {
            _json.WriteNumber(key, count.Value);
        }
    }

    private void Write(ExpiredSession session)
    {
        _json.WriteStartObject();
        _json.WriteString("share_id", session.ShareId?.ToString());
        _json.WriteString("title", session.Title);
        _json.WriteString("created_at", session.CreatedAt);
        _json.WriteString("expires_at", session.ExpiresAt);
        _json.WriteString("age", session.Age);
        _json.WriteNumber("members_online", session.MembersOnline);
        _json.WriteEndObject();
        if (_json.BytesPending > 16 * 1024)
        {
            _json.Flush();
        }
    }
}
