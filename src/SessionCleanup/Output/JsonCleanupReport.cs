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

    public void Finish(CleanupStatistics statistics)
    {
        _json.WriteNumber("sessions_cleaned", statistics.SessionsCleaned);
        _json.WriteNumber("members_set_offline", statistics.MembersSetOffline);
        _json.WriteNumber("active_sessions", statistics.ActiveSessions);
        _json.WriteNumber("inactive_sessions", statistics.InactiveSessions);
        _json.WriteNumber("total_sessions", statistics.TotalSessions);
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

    private void Write(ExpiredSession session)
    {
        _json.WriteStartObject();
        _json.WriteString("share_id", session.ShareId);
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
