namespace SessionCleanup.Tests.Support;

/// <summary>Sessions and members, made with plain INSERTs as an application would.</summary>
internal sealed class Given(TestDatabase database)
{
    /// <summary>A collaborative session that expired.</summary>
    /// <param name="ago">How long ago.</param>
    /// <param name="online">How many members it has online.</param>
    /// <param name="offline">How many members it has offline.</param>
    public Task<long> ExpiredSessionAsync(TimeSpan? ago = null, int online = 0, int offline = 0) =>
        SessionAsync(expiresIn: -(ago ?? 1.Days()), online: online, offline: offline);

    /// <param name="type">The session type.</param>
    /// <param name="expiresIn">When it expires; negative: how long ago it did. Null: what the type says.</param>
    /// <param name="online">How many members it has online.</param>
    /// <param name="offline">How many members it has offline.</param>
    public async Task<long> SessionAsync(
        string type = "collaborative", TimeSpan? expiresIn = null, int online = 0, int offline = 0)
    {
        var session = await database.ScalarAsync<long>(
            "INSERT INTO session (session_type, title, expires_at) VALUES ($1, 'a session', now() + $2) RETURNING "
                + "session_id",
            type,
            expiresIn is null ? DBNull.Value : expiresIn);
        await database.ExecuteAsync(
            """
            INSERT INTO session_member (session_id, user_id, permission, is_online)
            SELECT $1, number, 'edit', number <= $2 FROM generate_series(1, $2 + $3) AS number
            """, session, online, offline);
        return session;
    }

    /// <summary>
    /// Many expired sessions at once, each expired a second before the next, with two members online and one not.
    /// </summary>
    public Task ExpiredSessionsAsync(int count) => database.ExecuteAsync(
        """
        WITH inserted AS (
            INSERT INTO session (session_type, expires_at)
            SELECT 'collaborative', now() - number * interval '1 second' FROM generate_series(1, $1) AS number
            RETURNING session_id)
        INSERT INTO session_member (session_id, user_id, is_online)
        SELECT session_id, number, number < 3 FROM inserted CROSS JOIN generate_series(1, 3) AS number
        """, count);
}

internal static class Durations
{
    public static TimeSpan Days(this int number) => TimeSpan.FromDays(number);
}
