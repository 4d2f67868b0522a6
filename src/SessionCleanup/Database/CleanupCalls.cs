using System.Globalization;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>The SQL interface, call by call; the rules are behind it, in sql/routines.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="events">Receives what happens to the connection.</param>
/// <param name="refuseAbove">In place of cleanup_setting.refuse_above; 0: no limit. Null: what the database has.</param>
/// <param name="abort">What even a COMMIT gives way to.</param>
internal sealed class CleanupCalls(
    NpgsqlDataSource dataSource, RetryEvents events, long? refuseAbove = null, CancellationToken abort = default)
    : IAsyncDisposable
{
    private readonly RetryingConnection _connection = new(dataSource, events, abort);

    private readonly string? _refuseAbove = refuseAbove is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"SET LOCAL session_cleanup.refuse_above = {limit}")
        : null;

    /// <summary>Everything, in one transaction.</summary>
    public Task<CleanupStatistics> CleanAsync(CancellationToken cancellationToken) => _connection.InTransactionAsync(
        "SELECT * FROM public.cleanup_sessions()", [], ReadStatistics, cancellationToken, _refuseAbove);

    public Task<long> BeginRunAsync(CancellationToken cancellationToken) => _connection.InTransactionAsync(
        "SELECT public.cleanup_run_begin('session-cleanup')",
        [],
        reader => reader.GetInt64(0),
        cancellationToken,
        _refuseAbove);

    /// <summary>With more behind it, it does not wait until it is on disk: see cleanup_sessions_in_batches.</summary>
    public Task<CleanupBatch> RunBatchAsync(long runId, int batchSize, CancellationToken cancellationToken) =>
        _connection.InTransactionAsync(
            """
            SELECT sessions_cleaned,
                   has_more,
                   CASE WHEN has_more THEN set_config('synchronous_commit', 'off', true) END
              FROM public.cleanup_run_batch($1, $2)
            """,
            [runId, batchSize],
            reader => new CleanupBatch(reader.GetInt64(0), reader.GetBoolean(1)),
            cancellationToken);

    /// <summary>
    /// Without the role's timeouts: counting takes as long as the table is large, locks nobody out, and the work is
    /// done.
    /// </summary>
    public Task<CleanupStatistics> FinishRunAsync(long runId, CancellationToken cancellationToken) =>
        _connection.InTransactionAsync(
            "SELECT * FROM public.cleanup_run_finish($1)",
            [runId],
            ReadStatistics,
            cancellationToken,
            TransactionSettings.WithoutTimeouts);

    /// <summary>What a run at this moment would do.</summary>
    public Task<CleanupStatistics> DryRunAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => DryRunAsync(snapshot, cancellationToken), cancellationToken);

    /// <summary>The same, in a snapshot that the caller has.</summary>
    public async Task<CleanupStatistics> DryRunAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (_refuseAbove is not null)
        {
            await snapshot.SetAsync(_refuseAbove, cancellationToken);
        }

        return await snapshot.DryRunAsync(cancellationToken);
    }

    /// <summary>For the list of expired sessions, and figures that agree with it. Nothing in it is tried again.</summary>
    public Task<Snapshot> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        _connection.BeginSnapshotAsync(cancellationToken);

    public Task<long> CountExpiredAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.CountExpiredAsync(cancellationToken), cancellationToken);

    public Task<StatusDocument> ReadStatusAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.ReadStatusAsync(cancellationToken), cancellationToken);

    /// <returns>As PostgreSQL shows it: statement_timeout of 30s. Null: there is none.</returns>
    public Task<string?> ReadTimeoutAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.ReadTimeoutAsync(cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public static CleanupStatistics ReadStatistics(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
}
