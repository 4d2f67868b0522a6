namespace SessionCleanup.Database;

/// <summary>What session_adoption_plan() returns.</summary>
/// <param name="Changed">False: nothing would be changed.</param>
/// <param name="Concurrently">Statements that build indexes, for outside of a transaction.</param>
internal sealed record AdoptionPlan(
    bool Changed,
    IReadOnlyList<AdoptionProblem> Problems,
    IReadOnlyList<AdoptionChange> Changes,
    IReadOnlyList<string> Concurrently,
    IReadOnlyList<string> Statements);

internal sealed record AdoptionProblem(string Problem, string Remedy);

/// <summary>A kind of change to the application's rows.</summary>
internal sealed record AdoptionChange(string Change, long RowCount);
