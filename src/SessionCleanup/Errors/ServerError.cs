using Npgsql;

namespace SessionCleanup.Errors;

/// <summary>The server's errors, by SQLSTATE: the one place that words them.</summary>
internal static class ServerError
{
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
            "Migrate as the owner of the schema's objects: a role with GRANT CREATE ON SCHEMA public.",
        PostgresErrorCodes.LockNotAvailable =>
            "Scripts before it stay applied. pg_stat_activity shows who holds the lock; run migrate again when it is gone.",
        PostgresErrorCodes.QueryCanceled =>
            "Scripts before it stay applied. Raise statement_timeout for the role that migrates, then run migrate again.",
        _ => null,
    };

    private static (string Summary, string? Remedy) Explain(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (
            "The server refused the login",
            "Check the user and password (--connection, PGPASSWORD, ~/.pgpass), and the server's pg_hba.conf."),
        PostgresErrorCodes.InvalidCatalogName => (
            "The database does not exist",
            "Create it with createdb, or name another in the connection."),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction => (
            "The database has no Session Cleanup schema, or an older one",
            "Run session-cleanup migrate."),
        PostgresErrorCodes.InsufficientPrivilege => (
            "The role lacks a privilege",
            "Let the owner of the schema GRANT it: EXECUTE to clean, SELECT on the views for status and --verbose "
            + "(deploy/roles)."),
        PostgresErrorCodes.ReadOnlySqlTransaction => (
            "The server is read-only",
            "Connect to the primary, or turn default_transaction_read_only off. A --dry-run works here."),
        PostgresErrorCodes.CannotConnectNow => (
            "The server accepts no connections yet",
            "Try again in a moment; session-cleanup migrate --wait 60s waits for it."),
        PostgresErrorCodes.TooManyConnections => (
            "The server has no connection left",
            "Try again later, or raise max_connections."),
        PostgresErrorCodes.LockNotAvailable => (
            "A relation or a row stayed locked by someone else",
            "Committed batches stay done. Run it again; pg_stat_activity shows who holds the lock."),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => (
            "The transaction conflicted with another one",
            "Committed batches stay done. Run it again."),
        PostgresErrorCodes.QueryCanceled => (
            "The statement was cancelled",
            "Committed batches stay done. Run it again with a smaller --batch-size, or raise statement_timeout."),
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
}
