using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>What cleanup_sessions and cleanup_run_finish return.</summary>
internal sealed record CleanupStatistics(
    long SessionsCleaned, long MembersSetOffline, long ActiveSessions, long InactiveSessions, long TotalSessions);

/// <summary>What cleanup_run_batch returns.</summary>
internal sealed record CleanupBatch(long SessionsCleaned, long MembersSetOffline, bool HasMore);

/// <summary>
/// A row of the view expired_session. Times are text, as PostgreSQL writes them in ISO 8601 and UTC: .NET has no infinity
/// and no year 10000.
/// </summary>
internal sealed record ExpiredSession(
    Guid ShareId, string? Title, string CreatedAt, string ExpiresAt, string? Age, long MembersOnline);

/// <summary>The SQL interface, call by call. The rules are behind it, in sql/routines.</summary>
internal sealed class CleanupFunctions(NpgsqlConnection connection)
{
    /// <summary>Dry runs read in one snapshot, so that the list of sessions and the figures agree.</summary>
    public async Task<NpgsqlTransaction> BeginReadOnlyAsync(CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var command = new NpgsqlCommand("SET TRANSACTION READ ONLY; SET LOCAL timezone = 'UTC'", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    public Task<CleanupStatistics> DryRunAsync(CancellationToken cancellationToken) =>
        ReadRowAsync("SELECT * FROM public.cleanup_sessions(dry_run => true)", [], ReadStatistics, cancellationToken);

    public Task<CleanupStatistics> CleanAsync(CancellationToken cancellationToken) =>
        InTransactionAsync("SELECT * FROM public.cleanup_sessions()", [], ReadStatistics, cancellationToken);

    public Task<long> BeginRunAsync(CancellationToken cancellationToken) =>
        InTransactionAsync("SELECT public.cleanup_run_begin()", [], reader => reader.GetInt64(0), cancellationToken);

    public Task<CleanupBatch> RunBatchAsync(long runId, int batchSize, CancellationToken cancellationToken) =>
        InTransactionAsync(
            "SELECT sessions_cleaned, members_set_offline, has_more FROM public.cleanup_run_batch($1, $2)",
            [runId, batchSize],
            reader => new CleanupBatch(reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2)),
            cancellationToken);

    public Task<CleanupStatistics> FinishRunAsync(long runId, CancellationToken cancellationToken) =>
        InTransactionAsync("SELECT * FROM public.cleanup_run_finish($1)", [runId], ReadStatistics, cancellationToken);

    public Task<long> CountExpiredAsync(CancellationToken cancellationToken) =>
        ReadRowAsync("SELECT count(*) FROM public.expired_session", [], reader => reader.GetInt64(0), cancellationToken);

    /// <summary>The expired sessions, longest expired first, one at a time: there may be more than fit in memory.</summary>
    public async IAsyncEnumerable<ExpiredSession> ListExpiredAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT share_id,
                   title,
                   to_json(created_at) #>> '{}',
                   to_json(expires_at) #>> '{}',
                   date_trunc('second', age)::text,
                   members_online
              FROM public.expired_session
             ORDER BY expires_at
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new ExpiredSession(
                reader.GetGuid(0),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetInt64(5));
        }
    }

    /// <summary>READ COMMITTED, whatever the role's default: a row that changes meanwhile must not end the run.</summary>
    private async Task<T> InTransactionAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var row = await ReadRowAsync(sql, parameters, read, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return row;
    }

    private async Task<T> ReadRowAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return read(reader);
    }

    private static CleanupStatistics ReadStatistics(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
}
