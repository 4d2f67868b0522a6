using System.Text.Json.Serialization;
using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>What status prints with --output json.</summary>
/// <param name="State">Of a check: OK, WARNING, CRITICAL. Null: it is none.</param>
/// <param name="SessionStatistics">Null: counting them takes too long.</param>
internal sealed record StatusResult(
    string? State,
    IReadOnlyList<string> Problems,
    string? SchemaVersion,
    CleanupStatus SessionCleanupStatus,
    IReadOnlyList<TypeStatistics>? SessionStatistics,
    IReadOnlyList<CleanupRun> CleanupRunHistory,
    IReadOnlyList<CleanupDay> CleanupDay,
    string? CronNote,
    string? CronNextRun,
    IReadOnlyList<CronJobRow>? CronJob,
    IReadOnlyList<CronRunRow>? CronJobRunDetails);

/// <summary>The same of a check that could not find it out.</summary>
/// <param name="State">UNKNOWN.</param>
internal sealed record UnknownResult(string State, IReadOnlyList<string> Problems);

/// <summary>What migrate prints with --output json.</summary>
/// <param name="Drift">What somebody had changed by hand since the last migration.</param>
internal sealed record MigrationResult(
    bool DryRun, int ScriptsApplied, IReadOnlyList<string> Drift, IReadOnlyList<MigrationScriptResult> Scripts);

/// <param name="State">Before the run: applied, pending, changed, drifted or recording.</param>
/// <param name="Database">With --nodes: node 0, ..., or router. Null: there is one database.</param>
internal sealed record MigrationScriptResult(
    string Name,
    string Checksum,
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Database);

/// <summary>What schedule and unschedule print with --output json.</summary>
/// <param name="Action">created, replaced, removed or none.</param>
internal sealed record ScheduleResult(
    string Action,
    long? Jobid,
    string? Jobname,
    string? Schedule,
    string? Database,
    string? Command,
    string? Username,
    string? NextRun);

/// <summary>What schedule and unschedule print with --dry-run and --output json.</summary>
internal sealed record StatementResult(bool DryRun, string Database, string Statement);

/// <summary>What undo prints with --output json.</summary>
internal sealed record UndoDocument(bool DryRun, long CleanupRunId, long SessionsReactivated, long SessionsLeftAlone);

/// <summary>What check prints with --output json.</summary>
/// <param name="Repairs">Null: without --repair.</param>
/// <param name="AdoptedSessionTable">Null: no tables are adopted, or the role may not see it.</param>
internal sealed record CheckDocument(
    bool DryRun,
    IReadOnlyList<CleanupRepair>? Repairs,
    IReadOnlyList<CleanupProblem> Problems,
    string? AdoptedSessionTable,
    string? AdoptedMemberTable);

/// <summary>What adopt and unadopt print with --output json.</summary>
/// <param name="Statements">Null: it was no dry run.</param>
internal sealed record AdoptionResult(
    bool DryRun,
    bool Changed,
    IReadOnlyList<AdoptionProblem> Problems,
    IReadOnlyList<AdoptionChange> Changes,
    IReadOnlyList<string>? Statements);

/// <summary>An error on stderr with --output json.</summary>
internal sealed record ErrorResult(string Time, string Error, string? Remedy, int ExitStatus, string? Sqlstate);

/// <summary>Any other line on stderr with --output json.</summary>
internal sealed record NoticeResult(string Time, string Notice);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusResult))]
[JsonSerializable(typeof(UnknownResult))]
[JsonSerializable(typeof(MigrationResult))]
[JsonSerializable(typeof(ScheduleResult))]
[JsonSerializable(typeof(StatementResult))]
[JsonSerializable(typeof(UndoDocument))]
[JsonSerializable(typeof(CheckDocument))]
[JsonSerializable(typeof(SessionExplanation))]
[JsonSerializable(typeof(AdoptionResult))]
[JsonSerializable(typeof(ErrorResult))]
[JsonSerializable(typeof(NoticeResult))]
internal sealed partial class OutputJson : JsonSerializerContext;
