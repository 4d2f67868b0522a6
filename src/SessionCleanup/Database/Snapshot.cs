using System.Data;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>What is read in one read-only snapshot, so that it agrees with itself.</summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<Snapshot> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var settings = new NpgsqlCommand(TransactionSettings.ForReading, connection);
        await settings.ExecuteNonQueryAsync(cancellationToken);
        return new Snapshot(connection, transaction);
    }

    /// <param name="setting">A SET LOCAL for what is read after it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task SetAsync(string setting, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(setting, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What a run at this moment would do.</summary>
    public Task<CleanupStatistics> DryRunAsync(CancellationToken cancellationToken) => _connection.ReadRowAsync(
        "SELECT * FROM public.cleanup_sessions(dry_run => true)", [], CleanupCalls.ReadDryRun, cancellationToken);

    /// <summary>Longest expired first, one at a time: there may be more than fit in memory.</summary>
    public async IAsyncEnumerable<ExpiredSession> ReadExpiredAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(share_id::text, session_id::text),
                   share_id,
                   title,
                   to_json(created_at) #>> '{}',
                   to_json(expires_at) #>> '{}',
                   date_trunc('second', age)::text,
                   members_online
              FROM public.expired_session
             ORDER BY expires_at
            """,
            _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new ExpiredSession(
                reader.GetString(0),
                reader.IsDBNull(1) ? null : reader.GetGuid(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.GetInt64(6));
        }
    }

    public Task<long> CountExpiredAsync(CancellationToken cancellationToken) => _connection.ReadRowAsync(
        "SELECT count(*) FROM public.expired_session", [], reader => reader.GetInt64(0), cancellationToken);

    /// <summary>The views that say whether cleanup is working.</summary>
    /// <param name="lastRuns">How many of the runs.</param>
    /// <param name="countWithin">How long counting the sessions may take.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<StatusDocument> ReadStatusAsync(
        int lastRuns, TimeSpan countWithin, CancellationToken cancellationToken)
    {
        var (json, hasJournal) = await _connection.ReadRowAsync(
            """
            SELECT jsonb_build_object(
                       'session_cleanup_status',
                       (SELECT to_jsonb(session_cleanup_status) FROM public.session_cleanup_status),
                       'cleanup_run_history',
                       (SELECT coalesce(jsonb_agg(to_jsonb(run)), '[]')
                          FROM (SELECT * FROM public.cleanup_run_history ORDER BY cleanup_run_id DESC LIMIT $1) AS run),
                       'cleanup_day',
                       (SELECT jsonb_agg(to_jsonb(cleanup_day) ORDER BY cleanup_day.day) FROM public.cleanup_day))::text,
                   coalesce(has_table_privilege(to_regclass('public.schemaversions'), 'SELECT'), false)
            """,
            [lastRuns],
            reader => (reader.GetString(0), reader.GetBoolean(1)),
            cancellationToken);
        var status = JsonSerializer.Deserialize(json, DatabaseJson.Default.StatusDocument)!;
        return status with
        {
            SessionCleanupProblem = await ReadCheapProblemsAsync(cancellationToken),
            SchemaVersion = hasJournal ? await ReadSchemaVersionAsync(cancellationToken) : null,
            SessionStatistics = await CountSessionsAsync(countWithin, cancellationToken),
        };
    }

    public Task<IReadOnlyList<SessionAge>> ReadAgesAsync(CancellationToken cancellationToken) =>
        _connection.ReadRowAsync(
        """
        SELECT coalesce(jsonb_agg(to_jsonb(age) ORDER BY age.session_type, age.tenth), '[]')::text
          FROM public.session_age AS age
        """,
        [],
        reader => JsonSerializer.Deserialize(reader.GetString(0), DatabaseJson.Default.IReadOnlyListSessionAge)!,
        cancellationToken);

    /// <summary>What an undo of the run at this moment would do.</summary>
    public Task<UndoResult> UndoDryRunAsync(long runId, CancellationToken cancellationToken) =>
        _connection.ReadRowAsync(
        "SELECT * FROM public.undo_cleanup_run($1, dry_run => true)",
        [runId],
        reader => new UndoResult(reader.GetInt64(0), reader.GetInt64(1)),
        cancellationToken);

    public Task<IReadOnlyList<CleanupProblem>> ReadProblemsAsync(CancellationToken cancellationToken) =>
        _connection.ReadRowAsync(
            """
            SELECT coalesce(jsonb_agg(to_jsonb(found)), '[]')::text
              FROM public.session_cleanup_problem AS found
            """,
            [],
            reader =>
                JsonSerializer.Deserialize(reader.GetString(0), DatabaseJson.Default.IReadOnlyListCleanupProblem)!,
            cancellationToken);

    /// <returns>
    /// The two tables that session and session_member are views over. Null: they are tables themselves.
    /// </returns>
    public async Task<(string? Session, string? Member)> ReadAdoptedTablesAsync(CancellationToken cancellationToken)
    {
        // The view is gone where a column that it shows is. A router has no session: its view would ask all nodes.
        var canLook = await _connection.ReadRowAsync(
            """
            SELECT coalesce(has_table_privilege(to_regclass('public.session_cleanup_status'), 'SELECT'), false)
                   AND to_regclass('public.session') IS NOT NULL
            """,
            [],
            reader => reader.GetBoolean(0),
            cancellationToken);
        return canLook
            ? await _connection.ReadRowAsync(
                """
                SELECT to_jsonb(status) ->> 'adopted_session_table', to_jsonb(status) ->> 'adopted_member_table'
                  FROM public.session_cleanup_status AS status
                """,
                [],
                reader => (reader.GetValue(0) as string, reader.GetValue(1) as string),
                cancellationToken)
            : (null, null);
    }

    public Task<IReadOnlyList<CleanupRepair>> RepairDryRunAsync(CancellationToken cancellationToken) =>
        _connection.ReadRowAsync(
            "SELECT jsonb_agg(to_jsonb(repaired))::text "
                    + "FROM public.session_cleanup_repair(dry_run => true) AS repaired",
            [],
            ReadRepairs,
            cancellationToken);

    public static IReadOnlyList<CleanupRepair> ReadRepairs(NpgsqlDataReader reader) =>
        JsonSerializer.Deserialize(reader.GetString(0), DatabaseJson.Default.IReadOnlyListCleanupRepair)!;

    /// <param name="mapping">Null: to give the tables back.</param>
    public Task<string> ReadAdoptionPlanAsync(string? mapping, CancellationToken cancellationToken) =>
        _connection.ReadRowAsync(
            "SELECT public.session_adoption_plan($1::jsonb)::text",
            [(object?)mapping ?? DBNull.Value],
            reader => reader.GetString(0),
            cancellationToken);

    /// <returns>The first that is set, as PostgreSQL shows it: statement_timeout of 30s. Null: there is none.</returns>
    public Task<string?> ReadTimeoutAsync(CancellationToken cancellationToken) => _connection.ReadRowAsync(
        """
        SELECT min(name || ' of ' || current_setting(name))
          FROM pg_settings
         WHERE name IN ('statement_timeout', 'transaction_timeout') AND setting <> '0'
        """,
        [],
        reader => reader.IsDBNull(0) ? null : reader.GetString(0),
        cancellationToken);

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    /// <summary>The one thing in a status that takes longer for a larger table.</summary>
    /// <returns>Null: it takes longer than that.</returns>
    private async Task<IReadOnlyList<TypeStatistics>?> CountSessionsAsync(
        TimeSpan within, CancellationToken cancellationToken)
    {
        var milliseconds = (int)Math.Clamp(within.TotalMilliseconds, 1, int.MaxValue);
        await SetAsync(
            "SAVEPOINT counting; SELECT set_config(name, least(nullif(setting::integer, 0), "
                + $"{milliseconds})::text, true) FROM pg_settings WHERE name = 'statement_timeout'",
            cancellationToken);
        string? counted = null;
        try
        {
            counted = await _connection.ReadRowAsync(
                "SELECT coalesce(jsonb_agg(to_jsonb(kind) ORDER BY kind.session_type), '[]')::text "
                    + "FROM public.session_statistics AS kind",
                [],
                reader => reader.GetString(0),
                cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // Not counted.
        }

        await SetAsync("ROLLBACK TO SAVEPOINT counting", cancellationToken);
        return counted is null
            ? null
            : JsonSerializer.Deserialize(counted, DatabaseJson.Default.IReadOnlyListTypeStatistics);
    }

    /// <returns>Null: the role may not look, or the schema is of an older version.</returns>
    private async Task<IReadOnlyList<CleanupProblem>?> ReadCheapProblemsAsync(CancellationToken cancellationToken)
    {
        var canLook = await _connection.ReadRowAsync(
            """
            SELECT coalesce(has_function_privilege(to_regprocedure('public.session_cleanup_check(boolean)'), 'EXECUTE'), false)
            """,
            [],
            reader => reader.GetBoolean(0),
            cancellationToken);
        return canLook
            ? await _connection.ReadRowAsync(
                "SELECT coalesce(jsonb_agg(to_jsonb(found)), '[]')::text FROM public.session_cleanup_check(false) AS "
                    + "found",
                [],
                reader =>
                    JsonSerializer.Deserialize(reader.GetString(0), DatabaseJson.Default.IReadOnlyListCleanupProblem),
                cancellationToken)
            : null;
    }

    private Task<string?> ReadSchemaVersionAsync(CancellationToken cancellationToken) => _connection.ReadRowAsync(
        "SELECT max(substring(scriptname FROM '^migrations/(.*)[.]sql ')) FROM public.schemaversions",
        [],
        reader => reader.IsDBNull(0) ? null : reader.GetString(0),
        cancellationToken);
}
