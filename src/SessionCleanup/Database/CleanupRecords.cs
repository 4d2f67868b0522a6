namespace SessionCleanup.Database;

/// <summary>What cleanup_sessions and cleanup_run_finish return.</summary>
internal sealed record CleanupStatistics(
    long SessionsCleaned, long MembersSetOffline, long ActiveSessions, long InactiveSessions, long TotalSessions);

/// <summary>What cleanup_run_batch returns.</summary>
internal sealed record CleanupBatch(long SessionsCleaned, bool HasMore);

/// <summary>
/// A row of the view expired_session. Times are text, as PostgreSQL writes them in ISO 8601 and UTC: .NET has no infinity
/// and no year 10000.
/// </summary>
internal sealed record ExpiredSession(
    Guid ShareId, string? Title, string CreatedAt, string ExpiresAt, string? Age, long MembersOnline);
