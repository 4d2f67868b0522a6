using System.Net.Sockets;
using Npgsql;
using SessionCleanup.Database;

namespace SessionCleanup;

/// <summary>What a person is told of a failure: what went wrong, and what to do about it.</summary>
/// <param name="Problem">One line.</param>
/// <param name="Remedy">One line. Null: nothing is known to help.</param>
/// <param name="ExitStatus">The status of the process.</param>
internal sealed record ErrorReport(string Problem, string? Remedy, int ExitStatus)
{
    public static ErrorReport Of(Exception exception) => exception switch
    {
        UsageException usage => new($"{OneLine(usage.Message)}.", usage.Remedy, SessionCleanup.ExitStatus.Usage),
        CommandException command => Failed($"{OneLine(command.Message)}.", command.Remedy),
        MigrationException { InnerException: { } cause } migration => OfMigration(migration.Script, cause),
        PostgresException postgres => OfServer(postgres),
        NpgsqlException { InnerException: PostgresException postgres } => OfServer(postgres),
        NpgsqlException { InnerException: SocketException socket } npgsql => Failed(
            $"The PostgreSQL server can't be reached: {OneLine(npgsql.Message)} ({OneLine(socket.Message)}).",
            "Check the host and port of the connection, and that the server runs. "
            + "For one that is still starting: session-cleanup migrate --wait 60."),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => Failed(
            "The PostgreSQL server did not answer in time.",
            "Check the host and port of the connection, and that no firewall drops its packets."),
        // Npgsql gives it neither a type nor a code.
        NpgsqlException npgsql when npgsql.Message.StartsWith("No password has been provided", StringComparison.Ordinal) => Failed(
            "The connection has no password, and the server asks for one.",
            "Give it in PGPASSWORD, or as a line host:port:database:user:password in ~/.pgpass, where all four have to match."),
        NpgsqlException npgsql => Failed(
            $"The connection failed: {OneLine(npgsql.Message)}{Inner(npgsql)}",
            "Check the connection, and the server's log."),
        _ => Failed($"{exception.GetType().Name}: {OneLine(exception.Message)}.", "Run it again with --verbose for details."),
    };

    private static ErrorReport OfServer(PostgresException error)
    {
        var message = OneLine(error.MessageText);
        var problem = $"{message} (SQLSTATE {error.SqlState})";
        return error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Failed(
                $"The server refused the login: {problem}.",
                "Check the user and password (--connection, PGPASSWORD, ~/.pgpass), and the server's pg_hba.conf."),
            PostgresErrorCodes.InvalidCatalogName => Failed(
                $"The database is absent: {problem}.",
                "Create it with createdb, or name another in the connection."),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction => Failed(
                $"The database has no Session Cleanup schema, or an older one: {problem}.",
                "Run session-cleanup migrate."),
            PostgresErrorCodes.InsufficientPrivilege => Failed(
                $"The role lacks a privilege: {problem}.",
                "Let the owner of the schema GRANT it: EXECUTE to clean, SELECT on the views for status and --verbose (deploy/roles)."),
            PostgresErrorCodes.ReadOnlySqlTransaction => Failed(
                $"The server is read-only: {problem}.",
                "Connect to the primary, or turn default_transaction_read_only off. A --dry-run works here."),
            PostgresErrorCodes.CannotConnectNow => Failed(
                $"The server accepts no connections yet: {problem}.",
                "Try again in a moment; session-cleanup migrate --wait 60 waits for it."),
            PostgresErrorCodes.TooManyConnections => Failed(
                $"The server has no connection left: {problem}.",
                "Try again later, or raise max_connections."),
            PostgresErrorCodes.LockNotAvailable => Failed(
                $"A relation or a row stayed locked by someone else: {problem}.",
                "Committed batches stay done. Run it again; pg_stat_activity shows who holds the lock."),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => Failed(
                $"Another transaction was in the way: {problem}.",
                "Committed batches stay done. Run it again."),
            PostgresErrorCodes.QueryCanceled => Failed(
                $"The statement was cancelled: {problem}.",
                "Committed batches stay done. Run it again with a smaller --batch-size, or raise statement_timeout."),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => Failed(
                $"The server ended the connection: {problem}.",
                "Committed batches stay done. Run it again."),
            PostgresErrorCodes.DuplicateTable => Failed(
                $"The database has a relation of the same name already: {problem}.",
                "It was made with psql, belongs to something else, or the journal public.schemaversions has lost an entry. "
                + "Use another database, or set it up with psql as before."),
            PostgresErrorCodes.DiskFull => Failed(
                $"The server's disk is full: {problem}.",
                "What was committed stays done. Free space on the server, then run it again."),
            _ => Failed($"The server reports: {problem}.", error.Hint),
        };
    }

    private static ErrorReport OfMigration(SchemaScript script, Exception error)
    {
        var cause = Of(error);
        var outcome = script.IsTransactional ? " and was rolled back" : ", and will be run again as a whole";
        return cause with
        {
            Problem = $"{script.Name} failed{outcome}. {cause.Problem}",
            Remedy = (error as PostgresException)?.SqlState switch
            {
                PostgresErrorCodes.InsufficientPrivilege =>
                    "Migrate as the owner of the schema's objects: a role with GRANT CREATE ON SCHEMA public.",
                PostgresErrorCodes.LockNotAvailable =>
                    "Scripts before it stay applied. pg_stat_activity shows who holds the lock; run migrate again when it is gone.",
                PostgresErrorCodes.QueryCanceled =>
                    "Scripts before it stay applied. Raise statement_timeout for the role that migrates, then run migrate again.",
                _ => cause.Remedy,
            },
        };
    }

    private static ErrorReport Failed(string problem, string? remedy) =>
        new(problem, remedy, SessionCleanup.ExitStatus.Failed);

    private static string Inner(Exception exception) =>
        exception.InnerException is { } inner ? $" ({OneLine(inner.Message)})" : "";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
