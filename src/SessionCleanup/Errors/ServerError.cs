using System.Text.RegularExpressions;
using Npgsql;

namespace SessionCleanup.Errors;

/// <summary>The server's errors, by SQLSTATE: the one place that words them.</summary>
internal static partial class ServerError
{
    // Npgsql has no name for it.
    private const string TransactionTimeout = "25P04";

    public static ErrorReport Report(PostgresException error)
    {
        var problem = $"{ErrorReport.OneLine(error.MessageText)} (SQLSTATE {error.SqlState})";
        var (summary, remedy) = Explain(error);
        return ErrorReport.Failed($"{summary}: {problem}.", remedy, error.SqlState);
    }

    /// <returns>What a failed migration asks for in place of the general remedy. Null: nothing else.</returns>
    public static string? MigrationRemedy(string? sqlState) => sqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege =>
            "Migrate as the owner of the schema's objects and of the journal public.schemaversions: a role with GRANT "
            + "CREATE ON "
            + "SCHEMA public.",
        PostgresErrorCodes.LockNotAvailable =>
            "Scripts before it stay applied. pg_stat_activity shows who holds the lock; run migrate again when it is "
                + "gone.",
        PostgresErrorCodes.QueryCanceled =>
            "Scripts before it stay applied. Raise statement_timeout for the role that migrates, then run migrate "
                + "again.",
        _ => null,
    };

    /// <summary>PgBouncer has one code for all its errors, and one language.</summary>
    public static bool IsStatementPooling(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.ProtocolViolation
        && error.MessageText.Contains("statement pooling", StringComparison.Ordinal);

    private static (string Summary, string? Remedy) Explain(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (
            "The server refused the login",
            "Check the user and password (--connection, PGPASSWORD, ~/.pgpass), and the server's pg_hba.conf."),
        PostgresErrorCodes.InvalidCatalogName => (
            "The database does not exist",
            "Create it with createdb, or name another in the connection."),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.UndefinedColumn =>
            OfMissingObject(error),
        PostgresErrorCodes.InsufficientPrivilege => (
            "The role lacks a privilege",
            PrivilegeRemedy(error)),
        PostgresErrorCodes.ReadOnlySqlTransaction => (
            "The server is read-only",
            "Connect to the primary, or turn default_transaction_read_only off. A --dry-run works here."),
        PostgresErrorCodes.CannotConnectNow => (
            "The server accepts no connections yet",
            "Try again in a moment; session-cleanup migrate --wait 60s waits for it."),
        PostgresErrorCodes.TooManyConnections => (
            "The server has no connection left",
            "Try again later, or raise max_connections."),
        PostgresErrorCodes.ProtocolViolation when IsStatementPooling(error) => (
            "The connection pooler allows no transactions",
            "Set PgBouncer's pool_mode to transaction or session for this database, or connect to the server itself."),
        PostgresErrorCodes.LockNotAvailable => (
            "A relation or a row stayed locked by someone else",
            "Committed batches stay done. Run it again; pg_stat_activity shows who holds the lock."),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => (
            "The transaction conflicted with another one",
            "Committed batches stay done. Run it again."),
        PostgresErrorCodes.QueryCanceled => (
            "The statement was cancelled",
            "Committed batches stay done. Raise statement_timeout for the role, or run cleanup with a smaller "
                + "--batch-size."),
        TransactionTimeout => (
            "The transaction took longer than transaction_timeout",
            "Committed batches stay done. Raise transaction_timeout for the role, or run cleanup with a smaller "
                + "--batch-size."),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => (
            "The server ended the connection",
            "Committed batches stay done. Run it again."),
        PostgresErrorCodes.DuplicateTable => (
            "The database has a relation of the same name already",
            "It was made with psql, belongs to something else, or the journal public.schemaversions has lost an entry. "
            + "Use another database, or set it up with psql as before."),
        PostgresErrorCodes.DiskFull => (
            "The server's disk is full",
            "What was committed stays done. Free space on the server, then run it again."),
        "SC004" => ("The cleanup was refused", error.Hint),
        _ => ("The server reports", error.Hint),
    };

    /// <summary>
    /// Ours is missing where the program's own statement names it. Within a function, the server says in which one: a
    /// trigger of the application's, more likely than not.
    /// </summary>
    private static (string Summary, string? Remedy) OfMissingObject(PostgresException error) =>
        InnermostFunction(error) is { } function
            ? ($"Something that {function} needs does not exist",
                $"Fix that function, which runs within the cleanup with the search_path pg_catalog, pg_temp; or, if "
                + $"it is part "
                + "of Session Cleanup, run session-cleanup migrate.")
            : ("The database has no Session Cleanup schema, or an older one", "Run session-cleanup migrate.");

    private static string PrivilegeRemedy(PostgresException error)
    {
        if (InnermostFunction(error) is { } function)
        {
            return $"GRANT what {function} needs to the role that it runs as, or make it SECURITY DEFINER.";
        }

        // The server names the object in the message alone, in quotation marks of no language but English: not read
        // here.
        var name = error is { SchemaName: { } schema, TableName: { } table } ? $" on {schema}.{table}" : "";
        return $"Let the owner of the schema GRANT it{name}: USAGE on schema public, EXECUTE on the functions to "
        + $"clean, SELECT on "
            + "the views for status and --verbose (deploy/roles).";
    }

    /// <returns>The first function of the server's context, with its arguments. Null: there was none.</returns>
    private static string? InnermostFunction(PostgresException error) =>
        error.Where is { } context && Function().Match(context) is { Success: true } match ? match.Groups[1].Value
            : null;

    // "PL/pgSQL function", or what another language of the server's messages has for it, and then name(arguments).
    [GeneratedRegex(@"^[^\n]*?PL/pgSQL[^\n]*?\s((?:\w+\.)?\w+\([^\n)]*\))", RegexOptions.Multiline)]
    private static partial Regex Function();
}
