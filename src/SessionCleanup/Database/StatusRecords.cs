namespace SessionCleanup.Database;

/// <summary>
/// What status shows: the views, in one snapshot. The names are the columns'; a column that a database does not have
/// yet is null. Times are text, as PostgreSQL writes them in ISO 8601 and UTC: .NET has no infinity.
/// </summary>
/// <param name="SessionStatistics">Null: counting them takes too long.</param>
/// <param name="CleanupRunHistory">The last ones.</param>
/// <param name="SchemaVersion">
/// The last migration. Null: the role may not read the journal, or psql made the schema.
/// </param>
/// <param name="SessionCleanupProblem">
/// Those that are cheap to find. Null: the role may not look, or the schema is older.
/// </param>
/// <param name="SessionAge">Null: it was not asked for.</param>
internal sealed record StatusDocument(
    CleanupStatus SessionCleanupStatus,
    IReadOnlyList<TypeStatistics>? SessionStatistics,
    IReadOnlyList<CleanupRun> CleanupRunHistory,
    IReadOnlyList<CleanupDay> CleanupDay,
    string? SchemaVersion,
    IReadOnlyList<CleanupProblem>? SessionCleanupProblem = null,
    IReadOnlyList<SessionAge>? SessionAge = null);

/// <summary>The row of session_cleanup_status.</summary>
internal sealed record CleanupStatus(
    string CheckedAt,
    string? LastSuccessAt,
    decimal? LastSuccessAgeSeconds,
    long RunsDiedSince,
    long Backlog,
    string? OldestExpiredAt,
    decimal? OldestExpiredAgeSeconds,
    string? AdoptedSessionTable,
    string? AdoptedMemberTable);

/// <summary>A row of session_statistics.</summary>
internal sealed record TypeStatistics(string SessionType, long Active, long Expired, long Inactive, long Total);

/// <summary>A row of cleanup_run_history.</summary>
internal sealed record CleanupRun(
    long CleanupRunId,
    string StartedAt,
    string UpdatedAt,
    string? FinishedAt,
    string State,
    decimal Seconds,
    long SessionsCleaned,
    long MembersSetOffline,
    string RoleName,
    string ApplicationName,
    string WayIn,
    long? SessionsFailed = null,
    string? StoppedBy = null,
    long? Batches = null,
    decimal? LongestBatchSeconds = null,
    string? UndoneAt = null,
    long? SessionsReactivated = null);

/// <summary>A row of cleanup_day.</summary>
internal sealed record CleanupDay(
    string Day,
    long Runs,
    long SessionsCleaned,
    long MembersSetOffline,
    long? RunsFailed = null,
    long? SessionsFailed = null,
    decimal? LongestRunSeconds = null);

/// <summary>A row of session_age.</summary>
/// <param name="Tenth">
/// How many tenths of the timeout have passed; 10: expired. Null: the sessions never expire.
/// </param>
internal sealed record SessionAge(string SessionType, string InactivityTimeout, int? Tenth, long Sessions);
