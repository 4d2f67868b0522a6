using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>The server and database that the connection settings name.</summary>
internal sealed class DatabaseServer
{
    private readonly string _connectionString;

    private DatabaseServer(string connectionString) => _connectionString = connectionString;

    /// <param name="connection">The value of --connection. Null: it was not given.</param>
    /// <exception cref="UsageException">The connection is malformed.</exception>
    /// <exception cref="CommandException">The machine can't connect anywhere.</exception>
    public static DatabaseServer Resolve(string? connection)
    {
        Surroundings.RefuseWindowsLineEnds(Environment.GetEnvironmentVariables());
        Surroundings.RequireOpenSsl();
        return new(ConnectionSettings.Resolve(connection, Environment.GetEnvironmentVariable).ConnectionString);
    }

    /// <param name="database">Another database of the same server. Null: the one that the connection names.</param>
    /// <param name="purpose">Added to the application_name. Null: it stays as it is.</param>
    /// <exception cref="UsageException">The settings exclude each other.</exception>
    public NpgsqlDataSource CreateDataSource(string? database = null, string? purpose = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(_connectionString);
        settings.Database = database ?? settings.Database;
        settings.ApplicationName += purpose is null ? "" : $" {purpose}";
        try
        {
            return NpgsqlDataSource.Create(settings);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new UsageException(
                $"The connection settings do not fit together: {exception.Message}", "See \"Connection\" in the README.");
        }
    }
}
