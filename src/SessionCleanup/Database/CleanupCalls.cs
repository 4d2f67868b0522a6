using System.Globalization;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>The SQL interface, call by call; the rules are behind it, in sql/routines.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="events">Receives what happens to the connection.</param>
/// <param name="refuseAbove">
/// In place of cleanup_setting.refuse_above; 0: no limit. Null: what the database has.
/// </param>
/// <param name="abort">What even a COMMIT gives way to.</param>
internal sealed class CleanupCalls(
    NpgsqlDataSource dataSource, RetryEvents events, long? refuseAbove = null, CancellationToken abort = default)
    : IAsyncDisposable
{
    private const string Begin = "SELECT public.cleanup_run_begin('session-cleanup')";

    private const string Close =
        """
        SELECT sessions_cleaned, members_set_offline, sessions_failed,
               active_sessions, inactive_sessions, total_sessions, expired_sessions_left
          FROM public.cleanup_run_close($1, $2, $3)
        """;

    private readonly RetryingConnection _connection = new(dataSource, events, abort);

    private readonly string? _refuseAbove = refuseAbove is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"SET LOCAL session_cleanup.refuse_above = {limit}")
        : null;

    /// <summary>
    /// Everything, in one transaction: the steps of cleanup_sessions(), which returns no more than it did in 0.1.
    /// </summary>
    public Task<CleanupStatistics> CleanAsync(bool statistics, CancellationToken cancellationToken) =>
        _connection.InTransactionAsync(
            async connection =>
            {
                var runId = await connection.ReadRowAsync(Begin, [], reader => reader.GetInt64(0), cancellationToken);
                CleanupBatch batch;
                do
                {
                    batch = await connection.ReadRowAsync(
                        "SELECT sessions_cleaned, has_more FROM public.cleanup_run_batch($1, 10000)",
                        [runId],
                        ReadBatch,
                        cancellationToken);
                }
                while (batch.HasMore);

                return await connection.ReadRowAsync(
                    Close, [runId, statistics, DBNull.Value], reader => ReadClosed(runId, reader), cancellationToken);
            },
            cancellationToken,
            _refuseAbove);

    public Task<long> BeginRunAsync(CancellationToken cancellationToken) => _connection.InTransactionAsync(
        Begin, [], reader => reader.GetInt64(0), cancellationToken, _refuseAbove);

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
            ReadBatch,
            cancellationToken);

    /// <summary>
    /// Without the role's timeouts: counting takes as long as the table is large, locks nobody out, and the work is
    /// done.
    /// </summary>
    /// <param name="statistics">Whether to count the sessions there are then.</param>
    /// <param name="stoppedBy">What ended the run before it was done. Null: nothing.</param>
    public Task<CleanupStatistics> CloseRunAsync(
        long runId, bool statistics, string? stoppedBy, CancellationToken cancellationToken) =>
        _connection.InTransactionAsync(
            Close,
            [runId, statistics, (object?)stoppedBy ?? DBNull.Value],
            reader => ReadClosed(runId, reader),
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

    /// <summary>
    /// For the list of expired sessions, and figures that agree with it. Nothing in it is tried again.
    /// </summary>
    public Task<Snapshot> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        _connection.BeginSnapshotAsync(cancellationToken);

    public Task<long> CountExpiredAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.CountExpiredAsync(cancellationToken), cancellationToken);

    /// <param name="countWithin">How long counting the sessions may take.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<StatusDocument> ReadStatusAsync(TimeSpan countWithin, CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(
            snapshot => snapshot.ReadStatusAsync(10, countWithin, cancellationToken), cancellationToken);

    /// <summary>The same, with more of the last runs, and the ages of the sessions.</summary>
    public Task<StatusDocument> ReadReportAsync(TimeSpan countWithin, CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(
            async snapshot => await snapshot.ReadStatusAsync(30, countWithin, cancellationToken) with
            {
                SessionAge = await snapshot.ReadAgesAsync(cancellationToken),
            },
            cancellationToken);

    /// <returns>As PostgreSQL shows it: statement_timeout of 30s. Null: there is none.</returns>
    public Task<string?> ReadTimeoutAsync(CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(snapshot => snapshot.ReadTimeoutAsync(cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The row of cleanup_sessions(dry_run => true).</summary>
    public static CleanupStatistics ReadDryRun(NpgsqlDataReader reader) => new(
        null,
        reader.GetInt64(0),
        reader.GetInt64(1),
        SessionsFailed: 0,
        reader.GetInt64(2),
        reader.GetInt64(3),
        reader.GetInt64(4),
        ExpiredSessionsLeft: 0);

    private static CleanupBatch ReadBatch(NpgsqlDataReader reader) => new(reader.GetInt64(0), reader.GetBoolean(1));

    private static CleanupStatistics ReadClosed(long runId, NpgsqlDataReader reader)
    {
        return new CleanupStatistics(
            runId, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), Count(3), Count(4), Count(5), Count(6));

        long? Count(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
    }
}
