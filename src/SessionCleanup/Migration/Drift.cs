using Npgsql;

namespace SessionCleanup.Migration;

/// <summary>What somebody has changed by hand since the last migration, as the database itself finds it.</summary>
internal static class Drift
{
    /// <param name="connection">The database.</param>
    /// <param name="wasMigrated">
    /// Whether its journal has anything: else there is nothing that could have drifted.
    /// </param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>A line for each object that the scripts in sql/routines bring back.</returns>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        NpgsqlConnection connection, bool wasMigrated, CancellationToken cancellationToken)
    {
        var drift = new List<string>();
        if (!wasMigrated || !await CanReadAsync(connection, cancellationToken))
        {
            return drift;
        }

        await using var command = new NpgsqlCommand(
            """
            SELECT format('%s %s %s', kind, identity, difference)
              FROM public.session_cleanup_drift()
             WHERE is_routine OR kind = 'schema'
            """,
            connection);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                drift.Add(reader.GetString(0));
            }
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable)
        {
            drift.Add("a routine that finds such changes is missing");
        }

        return drift;
    }

    /// <summary>False: a version without it migrated the database.</summary>
    private static async Task<bool> CanReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT to_regclass('public.session_cleanup_object') IS NOT NULL", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
