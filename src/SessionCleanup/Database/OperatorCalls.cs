using System.Text.Json;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>The calls for whoever looks into an installation: explain, undo, check, repair.</summary>
/// <param name="abort">What even a COMMIT gives way to.</param>
internal sealed class OperatorCalls(NpgsqlDataSource dataSource, RetryEvents events, CancellationToken abort)
    : IAsyncDisposable
{
    private readonly RetryingConnection _connection = new(dataSource, events, abort);

    /// <returns>Null: there is no such session.</returns>
    public Task<SessionExplanation?> ExplainAsync(long sessionId, CancellationToken cancellationToken) => ExplainAsync(
        """
        SELECT (SELECT jsonb_build_object('session_id', $1::bigint) || to_jsonb(explained)
                  FROM public.explain_session($1) AS explained)::text
        """,
        sessionId,
        cancellationToken);

    /// <returns>Null: there is no such session.</returns>
    public Task<SessionExplanation?> ExplainAsync(Guid shareId, CancellationToken cancellationToken) => ExplainAsync(
        """
        SELECT (SELECT jsonb_build_object('session_id', found.session_id) || to_jsonb(explained)
                  FROM public.find_session($1) AS found
                 CROSS JOIN LATERAL public.explain_session(found.session_id) AS explained)::text
        """,
        shareId,
        cancellationToken);

    public Task<UndoResult> UndoDryRunAsync(long runId, CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.UndoDryRunAsync(runId, cancellationToken), cancellationToken);

    /// <param name="runId">The run to undo.</param>
    /// <param name="batchSize">Sessions per transaction.</param>
    /// <param name="bookmark">What the last batch returned, or {}.</param>
    /// <param name="cancellationToken">Rolls the batch back.</param>
    public Task<UndoBatch> UndoBatchAsync(
        long runId, int batchSize, string bookmark, CancellationToken cancellationToken) =>
            _connection.InTransactionAsync(
        """
        SELECT sessions_reactivated, sessions_left_alone, has_more, bookmark::text
          FROM public.undo_cleanup_run_batch($1, $2, $3::jsonb)
        """,
        [runId, batchSize, bookmark],
        reader => new UndoBatch(reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetString(3)),
        cancellationToken);

    public Task<IReadOnlyList<CleanupProblem>> ReadProblemsAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.ReadProblemsAsync(cancellationToken), cancellationToken);

    public Task<(string? Session, string? Member)> ReadAdoptedTablesAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.ReadAdoptedTablesAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<CleanupRepair>> RepairAsync(CancellationToken cancellationToken) =>
        _connection.InTransactionAsync(
            "SELECT jsonb_agg(to_jsonb(repaired))::text FROM public.session_cleanup_repair() AS repaired",
            [],
            Snapshot.ReadRepairs,
            cancellationToken);

    public Task<IReadOnlyList<CleanupRepair>> RepairDryRunAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.RepairDryRunAsync(cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task<SessionExplanation?> ExplainAsync(string sql, object key, CancellationToken cancellationToken) =>
        _connection.InTransactionAsync(
            sql,
            [key],
            reader => reader.IsDBNull(0)
                ? null
                : JsonSerializer.Deserialize(reader.GetString(0), DatabaseJson.Default.SessionExplanation),
            cancellationToken,
            "SET LOCAL timezone = 'UTC'; SET LOCAL intervalstyle = 'postgres'");
}
