namespace SessionCleanup.Database;

/// <summary>What a cleanup did, or would do; the last four are null where nothing was counted.</summary>
/// <param name="RunId">Null: a dry run, which makes none.</param>
internal sealed record CleanupStatistics(
    long? RunId,
    long SessionsCleaned,
    long MembersSetOffline,
    long SessionsFailed,
    long? ActiveSessions,
    long? InactiveSessions,
    long? TotalSessions,
    long? ExpiredSessionsLeft);

/// <summary>What cleanup_run_batch returns.</summary>
internal sealed record CleanupBatch(long SessionsCleaned, bool HasMore);

/// <summary>
/// A row of the view expired_session. Times are text, as PostgreSQL writes them in ISO 8601 and UTC: .NET has no
/// infinity and no year 10000.
/// </summary>
/// <param name="Name">What it is called where share_id is null: its session_id.</param>
internal sealed record ExpiredSession(
    string Name,
    Guid? ShareId,
    string? Title,
    string? CreatedAt,
    string ExpiresAt,
    string? Age,
    long MembersOnline);
