namespace SessionCleanup.Database;

/// <summary>What pg_cron says of our jobs.</summary>
/// <param name="Note">Why there is nothing to show. Null: there is.</param>
/// <param name="NextRun">When the first of the jobs runs, in UTC. Null: not known.</param>
internal sealed record CronStatus(
    string? Note,
    IReadOnlyList<CronJobRow>? Jobs = null,
    IReadOnlyList<CronRunRow>? Runs = null,
    DateTime? NextRun = null);

/// <summary>A job of pg_cron that calls the cleanup.</summary>
/// <param name="NextRun">In UTC. Null: not known, or it does not run: it is not active, or removed.</param>
/// <param name="IsOwn">Whether it belongs to the role that is connected.</param>
internal sealed record CronJob(
    long JobId,
    string JobName,
    string Schedule,
    string Database,
    string Command,
    string Username,
    bool IsActive,
    bool IsOwn,
    DateTime? NextRun);

/// <summary>A row of cron.job; its names are the columns' own, which have no underscores.</summary>
internal sealed record CronJobRow(
    long Jobid,
    string Schedule,
    string Command,
    string Nodename,
    int Nodeport,
    string Database,
    string Username,
    bool Active,
    string? Jobname);

/// <summary>A row of cron.job_run_details.</summary>
internal sealed record CronRunRow(
    long? Jobid,
    long Runid,
    int? JobPid,
    string? Database,
    string? Username,
    string? Command,
    string? Status,
    string? ReturnMessage,
    string? StartTime,
    string? EndTime);
