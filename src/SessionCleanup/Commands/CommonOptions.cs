using Cocona;
using Npgsql;
using SessionCleanup.Database;

namespace SessionCleanup.Commands;

/// <summary>Spelled as it is typed and as --help shows it.</summary>
internal enum OutputFormat
{
    text,
    json,
    prometheus,
}

/// <summary>The options that every command has.</summary>
internal sealed record CommonOptions(
    [Option("connection", Description =
        "Host=…;Database=…;Username=… or postgresql://…; default: SESSION_CLEANUP_CONNECTION, then libpq's PG* variables")]
    string? Connection = null,
    [Option("output", Description = "Format of the result on stdout; prometheus is for status")]
    OutputFormat Output = OutputFormat.text,
    [Option("verbose", Description = "Show more: the sessions one by one, and the stack trace of an error")]
    bool Verbose = false) : ICommandParameterSet
{
    /// <param name="hasMetrics">Whether the command knows --output prometheus.</param>
    /// <param name="database">Another database of the same server. Null: the one that the connection names.</param>
    /// <param name="purpose">Added to the application_name. Null: it stays as it is.</param>
    /// <exception cref="UsageException">The connection is malformed, or the output is one that the command does not have.</exception>
    public NpgsqlDataSource CreateDataSource(bool hasMetrics = false, string? database = null, string? purpose = null)
    {
        if (Output == OutputFormat.prometheus && !hasMetrics)
        {
            throw new UsageException("--output prometheus is for status.", "Here it is text or json.");
        }

        var settings = ConnectionSettings.Resolve(Connection, Environment.GetEnvironmentVariable);
        try
        {
            settings.Database = database ?? settings.Database;
            settings.ApplicationName += purpose is null ? "" : $" {purpose}";
            return NpgsqlDataSource.Create(settings);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new UsageException(
                $"The connection settings do not fit together: {exception.Message}", "See \"Connection\" in the README.");
        }
    }
}
