namespace SessionCleanup.Database;

/// <summary>
/// The row of explain_session. Times are text, as PostgreSQL writes them in ISO 8601 and UTC: .NET has no infinity.
/// </summary>
internal sealed record SessionExplanation(
    long SessionId,
    Guid? ShareId,
    string? Title,
    string SessionType,
    string? InactivityTimeout,
    string State,
    string Reason,
    string NextCleanup,
    bool? IsLocked,
    long Members,
    long MembersOnline,
    string CreatedAt,
    string LastActivityAt,
    string? ExpiresAt,
    string? DeactivatedAt,
    long? CleanupRunId);

/// <summary>The row of undo_cleanup_run.</summary>
internal sealed record UndoResult(long SessionsReactivated, long SessionsLeftAlone);

/// <summary>What undo_cleanup_run_batch returns.</summary>
/// <param name="Bookmark">For the next batch.</param>
internal sealed record UndoBatch(long SessionsReactivated, long SessionsLeftAlone, bool HasMore, string Bookmark);

/// <summary>A row of session_cleanup_problem.</summary>
internal sealed record CleanupProblem(string Problem, string Detail, string Remedy);

/// <summary>A row of session_cleanup_repair.</summary>
internal sealed record CleanupRepair(string Repair, long RepairedRows);
