using Cocona;
using Npgsql;
using SessionCleanup.Database;

namespace SessionCleanup.Commands;

/// <summary>Spelled as it is typed and as --help shows it.</summary>
internal enum OutputFormat
{
    text,
    json,
}

/// <summary>The options that every command has.</summary>
internal sealed record CommonOptions(
    [Option("connection", Description =
        "Host=…;Database=…;Username=… or postgresql://…; default: SESSION_CLEANUP_CONNECTION, then libpq's PG* variables")]
    string? Connection = null,
    [Option("output", Description = "Format of the result on stdout")]
    OutputFormat Output = OutputFormat.text,
    [Option("verbose", Description = "Show more: the sessions one by one, and the stack trace of an error")]
    bool Verbose = false) : ICommandParameterSet
{
    /// <exception cref="UsageException">The connection is malformed.</exception>
    public NpgsqlDataSource CreateDataSource()
    {
        var settings = ConnectionSettings.Resolve(Connection, Environment.GetEnvironmentVariable);
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
