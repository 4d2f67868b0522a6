using System.Text.Json.Serialization;

namespace SessionCleanup.Database;

/// <summary>The rows that PostgreSQL hands over as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(IReadOnlyList<TypeStatistics>))]
[JsonSerializable(typeof(SessionExplanation))]
[JsonSerializable(typeof(IReadOnlyList<CleanupProblem>))]
[JsonSerializable(typeof(IReadOnlyList<CleanupRepair>))]
[JsonSerializable(typeof(IReadOnlyList<SessionAge>))]
[JsonSerializable(typeof(AdoptionPlan))]
[JsonSerializable(typeof(IReadOnlyList<AdoptionChange>))]
[JsonSerializable(typeof(IReadOnlyList<CronJobRow>))]
[JsonSerializable(typeof(IReadOnlyList<CronRunRow>))]
internal sealed partial class DatabaseJson : JsonSerializerContext;
