using System.Text.Json;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>The calls that adopt an application's tables and give them back; the rules are in sql/routines.</summary>
/// <param name="abort">What even a COMMIT gives way to.</param>
internal sealed class AdoptionCalls(NpgsqlDataSource dataSource, RetryEvents events, CancellationToken abort)
    : IAsyncDisposable
{
    private readonly RetryingConnection _connection = new(dataSource, events, abort);

    /// <summary>What it would do now, in a transaction that can't write.</summary>
    /// <param name="mapping">Null: to give the tables back.</param>
    public Task<AdoptionPlan> PlanAsync(string? mapping, CancellationToken cancellationToken) =>
        _connection.InSnapshotAsync(
            async snapshot => JsonSerializer.Deserialize(
                await snapshot.ReadAdoptionPlanAsync(mapping, cancellationToken), DatabaseJson.Default.AdoptionPlan)!,
            cancellationToken);

    /// <summary>
    /// Outside of a transaction, and without the role's statement_timeout: it takes as long as the table is large.
    /// </summary>
    public async Task BuildIndexesAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
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

    public async Task<IReadOnlyList<AdoptionChange>> AdoptAsync(string mapping, CancellationToken cancellationToken)
    {
        var json = await _connection.InTransactionAsync(
            """
            SELECT coalesce(jsonb_agg(jsonb_build_object('change', changed.change, 'row_count', changed.row_count)), '[]')::text
              FROM public.adopt_session_tables($1::jsonb) AS changed
             WHERE changed.adopted
            """,
            [mapping],
            reader => reader.GetString(0),
            cancellationToken,
            "SET LOCAL statement_timeout = 0");
        return JsonSerializer.Deserialize(json, DatabaseJson.Default.IReadOnlyListAdoptionChange)!;
    }

    /// <returns>False: no tables were adopted.</returns>
    public Task<bool> ReleaseAsync(CancellationToken cancellationToken) => _connection.InTransactionAsync(
        "SELECT public.release_session_tables()", [], reader => reader.GetBoolean(0), cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
