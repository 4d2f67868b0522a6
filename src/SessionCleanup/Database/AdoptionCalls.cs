using System.Text.Json;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>The calls that adopt an application's tables and give them back; the rules are in sql/routines.</summary>
/// <param name="abort">What even a COMMIT gives way to.</param>
internal sealed class AdoptionCalls(NpgsqlDataSource dataSource, RetryEvents events, CancellationToken abort)
    : IAsyncDisposable
{
    /// <summary>Sessions whose rows are locked at a time: for some tenths of a second.</summary>
    private const int BatchSize = 2000;

    private const string NoTimeout = "SET LOCAL statement_timeout = 0";

    private readonly RetryingConnection _connection = new(dataSource, events, abort);

    /// <summary>What it would do now, in a transaction that can't write.</summary>
    /// <param name="mapping">Null: to give the tables back.</param>
    public Task<AdoptionPlan> PlanAsync(string? mapping, CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(
            async snapshot => JsonSerializer.Deserialize(
                await snapshot.ReadAdoptionPlanAsync(mapping, cancellationToken), DatabaseJson.Default.AdoptionPlan)!,
            cancellationToken);

    /// <summary>
    /// The rows are changed in batches before and after the transaction that adopts the tables, which holds their locks
    /// for a moment only.
    /// </summary>
    /// <returns>What it changed, by kind: all kinds of the plan, and others if there were any.</returns>
    public async Task<IReadOnlyList<AdoptionChange>> AdoptAsync(
        AdoptionPlan plan, string mapping, CancellationToken cancellationToken)
    {
        var changes = new OrderedDictionary<string, long>();
        Add(plan.Changes.Select(change => change with { RowCount = 0 }));
        if (plan.Changed)
        {
            var indexes = await _connection.InTransactionAsync(
                "SELECT ARRAY(SELECT public.session_adoption_begin($1::jsonb))",
                [mapping],
                reader => reader.GetFieldValue<string[]>(0),
                cancellationToken,
                NoTimeout);
            await ExecuteOutsideOfTransactionAsync([.. plan.Concurrently, .. indexes], cancellationToken);
            await ChangeRowsAsync();
            Add(Changes(await _connection.InTransactionAsync(
                """
                SELECT coalesce(jsonb_agg(jsonb_build_object('change', changed.change, 'row_count', changed.row_count)), '[]')::text
                  FROM public.session_adoption_apply($1::jsonb, rows_in_batches => true) AS changed
                 WHERE changed.adopted
                """,
                [mapping],
                reader => reader.GetString(0),
                cancellationToken,
                NoTimeout)));
        }

        // Also where they are adopted already: a run may have been killed before it came to this. Otherwise it ends at
        // once.
        await ChangeRowsAsync();
        return [.. changes.Select(change => new AdoptionChange(change.Key, change.Value))];

        async Task ChangeRowsAsync()
        {
            for (long? through = long.MinValue; through is { } after;)
            {
                (through, var done) = await _connection.InTransactionAsync(
                    "SELECT through_id, changes::text FROM public.session_adoption_batch($1::jsonb, $2, $3)",
                    [mapping, after, BatchSize],
                    reader => (reader.IsDBNull(0) ? (long?)null : reader.GetInt64(0), reader.GetString(1)),
                    cancellationToken,
                    NoTimeout);
                Add(Changes(done).Where(change => change.RowCount > 0));
            }
        }

        void Add(IEnumerable<AdoptionChange> done)
        {
            foreach (var change in done)
            {
                changes[change.Change] = changes.GetValueOrDefault(change.Change) + change.RowCount;
            }
        }
    }

    /// <returns>False: no tables were adopted.</returns>
    public Task<bool> ReleaseAsync(CancellationToken cancellationToken) => _connection.InTransactionAsync(
        "SELECT public.release_session_tables()", [], reader => reader.GetBoolean(0), cancellationToken);

    /// <summary>Without the role's statement_timeout: an index takes as long as the table is large.</summary>
    private async Task ExecuteOutsideOfTransactionAsync(
        IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        if (statements.Count == 0)
        {
            return;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var statement in statements.Prepend("SET statement_timeout = 0"))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static IReadOnlyList<AdoptionChange> Changes(string json) =>
        JsonSerializer.Deserialize(json, DatabaseJson.Default.IReadOnlyListAdoptionChange)!;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
