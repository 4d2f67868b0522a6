using Npgsql;

namespace SessionCleanup.Database;

internal static class ConnectionExtensions
{
    /// <summary>The first row of a statement that returns at least one.</summary>
    public static async Task<T> ReadRowAsync<T>(
        this NpgsqlConnection connection,
        string sql,
        object[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
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

    /// <summary>The first column of the first row. Null: there is none, or it is null.</summary>
    public static async Task<string?> ReadTextAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync(cancellationToken))?.ToString();
    }
}
