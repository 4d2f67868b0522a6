using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>The server and database that the connection settings name.</summary>
internal sealed class DatabaseServer
{
    private readonly string? _connection;
    private readonly NpgsqlConnectionStringBuilder _settings;

    private DatabaseServer(string? connection, NpgsqlConnectionStringBuilder settings)
    {
        _connection = connection;
        _settings = settings;
    }

    /// <param name="connection">The value of --connection. Null: it was not given.</param>
    /// <param name="warn">Is called where a password file is there and is not used.</param>
    /// <exception cref="UsageException">The connection is malformed.</exception>
    /// <exception cref="CommandException">The machine can't connect anywhere.</exception>
    public static DatabaseServer Resolve(string? connection, Action<string>? warn = null)
    {
        Surroundings.RefuseWindowsLineEnds(Environment.GetEnvironmentVariables());
        Surroundings.RequireOpenSsl();

        // Where neither HOME nor a passwd entry names a home directory, as for a DynamicUser of systemd, TLS fails,
        // because .NET looks there for certificates. There are none.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")) && Environment.UserName.Length == 0)
        {
            Environment.SetEnvironmentVariable("HOME", "/nonexistent");
        }

        var settings = ConnectionSettings.Resolve(connection, Environment.GetEnvironmentVariable, warn: warn);
        return new DatabaseServer(connection, settings);
    }

    /// <param name="database">Another database of the same server. Null: the one that the connection names.</param>
    /// <param name="purpose">
    /// Of many short connections in turn: added to the application_name, and they are pooled. Null: neither.
    /// </param>
    /// <exception cref="UsageException">The settings exclude each other.</exception>
    public NpgsqlDataSource CreateDataSource(string? database = null, string? purpose = null)
    {
        // Another database may have another password in the password file.
        var settings = database is null
            ? new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
            : ConnectionSettings.Resolve(_connection, Environment.GetEnvironmentVariable, database);
        if (purpose is not null)
        {
            settings.ApplicationName += $" {purpose}";
            settings.Pooling = true;
            // Whoever asks for this leaves no setting behind; PgBouncer could reset another backend.
            settings.NoResetOnClose = true;
        }

        if (new[] { settings.SslCertificate, settings.SslKey }.Any(file => file is not null && !File.Exists(file)))
        {
            throw new UsageException("The file of sslcert or sslkey is not there, or can't be read.",
                "Check its path and permissions.");
        }

        try
        {
            var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
            ServerCertificate.Check(builder);
            return builder.Build();
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or FormatException)
        {
            // The exception's message may quote a part of the connection.
            throw new UsageException(
                "The connection has settings that exclude each other, or that Npgsql does not know.",
                "Leave out all but host, port, database and user, then add the others one by one.");
        }
    }
}
