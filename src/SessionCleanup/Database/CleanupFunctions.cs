using System.Data;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>What cleanup_sessions and cleanup_run_finish return.</summary>
internal sealed record CleanupStatistics(
    long SessionsCleaned, long MembersSetOffline, long ActiveSessions, long InactiveSessions, long TotalSessions);

/// <summary>What cleanup_run_batch returns.</summary>
internal sealed record CleanupBatch(long SessionsCleaned, bool HasMore);

/// <summary>What status shows; the parts are JSON.</summary>
/// <param name="Status">The row of session_cleanup_status.</param>
/// <param name="Statistics">session_statistics.</param>
/// <param name="Runs">The last ten of cleanup_run_history.</param>
/// <param name="Days">cleanup_day.</param>
/// <param name="SchemaVersion">The last migration. Null: the role may not read the journal, or psql made the schema.</param>
internal sealed record StatusDocument(string Status, string Statistics, string Runs, string Days, string? SchemaVersion);

/// <summary>Takes the expired sessions one by one, between a call before the first and one after the last.</summary>
internal interface IExpiredSessionList
{
    void BeginExpired();

    void Expired(ExpiredSession session);

    void EndExpired();
}

/// <summary>
/// A row of the view expired_session. Times are text, as PostgreSQL writes them in ISO 8601 and UTC: .NET has no infinity
/// and no year 10000.
/// </summary>
internal sealed record ExpiredSession(
    Guid ShareId, string? Title, string CreatedAt, string ExpiresAt, string? Age, long MembersOnline);

/// <summary>
/// The SQL interface, call by call; the rules are behind it, in sql/routines. A transient failure is retried on a new
/// connection, a bounded number of times, and told.
/// </summary>
/// <param name="dataSource">Where to connect.</param>
/// <param name="tell">Takes a line for the diagnostics.</param>
internal sealed class CleanupFunctions(NpgsqlDataSource dataSource, Action<string> tell) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private bool _wasConnected;

    /// <summary>
    /// A dry run: one read-only snapshot, so that the list of sessions and the figures agree.
    /// </summary>
    /// <param name="list">Takes the expired sessions, longest expired first, one at a time: there may be more than fit in memory.</param>
    public Task<CleanupStatistics> DryRunAsync(IExpiredSessionList? list, CancellationToken cancellationToken) =>
        InSnapshotAsync(
            list, () => ReadRowAsync("SELECT * FROM public.cleanup_sessions(dry_run => true)", [], ReadStatistics, cancellationToken), cancellationToken);

    /// <summary>Lists the expired sessions and nothing else.</summary>
    public Task ListExpiredAsync(IExpiredSessionList list, CancellationToken cancellationToken) =>
        InSnapshotAsync(list, () => Task.FromResult(true), cancellationToken);

    public Task<CleanupStatistics> CleanAsync(CancellationToken cancellationToken) =>
        InTransactionAsync("SELECT * FROM public.cleanup_sessions()", [], ReadStatistics, cancellationToken);

    public Task<long> BeginRunAsync(CancellationToken cancellationToken) =>
        InTransactionAsync("SELECT public.cleanup_run_begin('session-cleanup')", [], reader => reader.GetInt64(0), cancellationToken);

    /// <summary>With more behind it, it does not wait until it is on disk: see cleanup_sessions_in_batches.</summary>
    public Task<CleanupBatch> RunBatchAsync(long runId, int batchSize, CancellationToken cancellationToken) =>
        InTransactionAsync(
            """
            SELECT sessions_cleaned, has_more, CASE WHEN has_more THEN set_config('synchronous_commit', 'off', true) END
              FROM public.cleanup_run_batch($1, $2)
            """,
            [runId, batchSize],
            reader => new CleanupBatch(reader.GetInt64(0), reader.GetBoolean(1)),
            cancellationToken);

    /// <summary>
    /// Without the role's statement_timeout: counting takes as long as the table is large, locks nobody out, and the work is done.
    /// </summary>
    public Task<CleanupStatistics> FinishRunAsync(long runId, CancellationToken cancellationToken) =>
        InTransactionAsync(
            "SELECT * FROM public.cleanup_run_finish($1)", [runId], ReadStatistics, cancellationToken, "SET LOCAL statement_timeout = 0");

    public Task<long> CountExpiredAsync(CancellationToken cancellationToken) =>
        InSnapshotAsync(
            null,
            () => ReadRowAsync("SELECT count(*) FROM public.expired_session", [], reader => reader.GetInt64(0), cancellationToken),
            cancellationToken);

    /// <summary>The views that tell whether cleanup is working, in one snapshot; each is JSON as PostgreSQL writes it.</summary>
    public Task<StatusDocument> ReadStatusAsync(CancellationToken cancellationToken) => InSnapshotAsync(
        null,
        async () =>
        {
            var document = await ReadRowAsync(
                """
                SELECT (SELECT to_jsonb(session_cleanup_status) FROM public.session_cleanup_status)::text,
                       (SELECT coalesce(jsonb_agg(to_jsonb(kind) ORDER BY kind.session_type), '[]')
                          FROM public.session_statistics AS kind)::text,
                       (SELECT coalesce(jsonb_agg(to_jsonb(run)), '[]')
                          FROM (SELECT * FROM public.cleanup_run_history ORDER BY cleanup_run_id DESC LIMIT 10) AS run)::text,
                       (SELECT jsonb_agg(to_jsonb(cleanup_day) ORDER BY cleanup_day.day) FROM public.cleanup_day)::text,
                       has_table_privilege(to_regclass('public.schemaversions'), 'SELECT')
                """,
                [],
                reader => new StatusDocument(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.IsDBNull(4) || !reader.GetBoolean(4) ? null : ""),
                cancellationToken);
            return document.SchemaVersion is null
                ? document
                : document with
                {
                    SchemaVersion = await ReadRowAsync(
                        "SELECT max(substring(scriptname FROM '^migrations/(.*)[.]sql ')) FROM public.schemaversions",
                        [],
                        reader => reader.IsDBNull(0) ? null : reader.GetString(0),
                        cancellationToken),
                };
        },
        cancellationToken);

    /// <returns>As PostgreSQL shows it, for example 30s. Null: there is none.</returns>
    public async Task<string?> ReadStatementTimeoutAsync(CancellationToken cancellationToken)
    {
        var timeout = await InSnapshotAsync(
            null, () => ReadRowAsync("SHOW statement_timeout", [], reader => reader.GetString(0), cancellationToken), cancellationToken);
        return timeout == "0" ? null : timeout;
    }

    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private Task<T> InSnapshotAsync<T>(IExpiredSessionList? list, Func<Task<T>> read, CancellationToken cancellationToken)
    {
        // What is on stdout can't be taken back: a list is not begun again.
        return list is null ? RetryAsync(AttemptAsync, cancellationToken) : AttemptAsync();

        async Task<T> AttemptAsync()
        {
            var connection = await ConnectAsync(cancellationToken);
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            // No parallel workers: see cleanup_run_finish.
            await using var setting = new NpgsqlCommand(
                "SET TRANSACTION READ ONLY; SET LOCAL timezone = 'UTC'; SET LOCAL max_parallel_workers_per_gather = 0", connection);
            await setting.ExecuteNonQueryAsync(cancellationToken);
            if (list is not null)
            {
                await ReadExpiredAsync(connection, list, cancellationToken);
            }

            return await read();
        }
    }

    private static async Task ReadExpiredAsync(
        NpgsqlConnection connection, IExpiredSessionList list, CancellationToken cancellationToken)
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
        list.BeginExpired();
        while (await reader.ReadAsync(cancellationToken))
        {
            list.Expired(new ExpiredSession(
                reader.GetGuid(0),
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetInt64(5)));
        }

        list.EndExpired();
    }

    /// <summary>
    /// READ COMMITTED, whatever the role's default: a row that changes meanwhile must not end the run. When the connection is
    /// lost, the server may not know it and still be at work, or may have committed: it is asked before anything is tried again.
    /// </summary>
    private Task<T> InTransactionAsync<T>(
        string sql,
        object[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        string? setting = null) => RetryAsync(
        async () =>
        {
            var connection = await ConnectAsync(cancellationToken);
            string? transactionId = null;
            T? row = default;
            var commitWasSent = false;
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
                if (setting is not null)
                {
                    await using var command = new NpgsqlCommand(setting, connection);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }

                // A standby gives out none, and has a better message of its own for the statement.
                transactionId = await ReadRowAsync(
                    "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_xact_id()::text END",
                    [],
                    reader => reader.IsDBNull(0) ? null : reader.GetString(0),
                    cancellationToken);
                row = await ReadRowAsync(sql, parameters, read, cancellationToken);
                commitWasSent = true;
                await transaction.CommitAsync(CancellationToken.None);
            }
            catch (NpgsqlException exception) when (transactionId is not null && TransientFailure.LostConnection(exception))
            {
                tell($"The connection was lost in a transaction ({exception.Message}); asking what came of it.");
                await DisconnectAsync();
                // Where COMMIT was not sent, it can't be committed: a server that crashed gave the number to somebody else.
                if (!await LearnWhetherCommittedAsync(transactionId, cancellationToken) || !commitWasSent)
                {
                    throw;
                }
            }

            return row!;
        },
        cancellationToken);

    private async Task<bool> LearnWhetherCommittedAsync(string transactionId, CancellationToken cancellationToken)
    {
        try
        {
            return await RetryAsync(() => WasCommittedAsync(transactionId, cancellationToken), cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            // Not to be tried again by whoever called: it has been.
            throw new CommandException(
                $"The connection was lost, and the server can't be asked what came of the transaction ({exception.Message})",
                "Committed batches stay done. Run it again: it finishes what is left.");
        }
    }

    private async Task<bool> WasCommittedAsync(string transactionId, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        try
        {
            foreach (var delay in TransientFailure.Delays.Append(TimeSpan.Zero))
            {
                var status = await ReadRowAsync(
                    $"SELECT pg_xact_status(xid8 '{transactionId}')", [], reader => reader.GetString(0), cancellationToken);
                if (status != "in progress")
                {
                    return status == "committed";
                }

                await Task.Delay(delay, cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // The server crashed, and has not given out a transaction of that number again.
            return false;
        }

        throw new CommandException(
            "The connection was lost, and the server is still at work on the transaction",
            "Committed batches stay done. Run it again when pg_stat_activity no longer shows it: it finishes what is left.");
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        foreach (var delay in TransientFailure.Delays)
        {
            try
            {
                return await attempt();
            }
            catch (NpgsqlException exception) when (
                _wasConnected ? TransientFailure.IsTransient(exception) : TransientFailure.IsServerBusy(exception))
            {
                tell($"{ErrorReport.Of(exception).Problem} Trying again in {delay.TotalSeconds} s.");
                await DisconnectAsync();
                await Task.Delay(delay, cancellationToken);
            }
        }

        return await attempt();
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            _connection = await dataSource.OpenConnectionAsync(cancellationToken);
            _connection.Notice += TellWarning;
        }

        _wasConnected = true;
        return _connection;
    }

    private void TellWarning(object sender, NpgsqlNoticeEventArgs arguments)
    {
        if (arguments.Notice.InvariantSeverity == "WARNING")
        {
            tell($"Warning: {arguments.Notice.MessageText}. {arguments.Notice.Hint}");
        }
    }

    private async Task DisconnectAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }

    private async Task<T> ReadRowAsync<T>(
        string sql, object[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
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
