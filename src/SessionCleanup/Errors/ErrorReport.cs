using System.Net.Sockets;
using Npgsql;

namespace SessionCleanup.Errors;

/// <summary>What a person reads of a failure: what went wrong, and what to do about it.</summary>
/// <param name="Problem">One line.</param>
/// <param name="Remedy">One line. Null: nothing is known to help.</param>
/// <param name="ExitStatus">The status of the process.</param>
/// <param name="SqlState">The server's code. Null: it was not the server that failed.</param>
internal sealed record ErrorReport(string Problem, string? Remedy, int ExitStatus, string? SqlState = null)
{
    public static ErrorReport Of(Exception exception) => exception switch
    {
        UsageException usage => new($"{OneLine(usage.Message)}.", usage.Remedy, Errors.ExitStatus.Usage),
        CommandException command => Failed($"{OneLine(command.Message)}.", command.Remedy),
        MigrationException { InnerException: { } cause } migration => OfMigration(migration, cause),
        PostgresException server => ServerError.Report(server),
        NpgsqlException { InnerException: PostgresException server } => ServerError.Report(server),
        NpgsqlException { InnerException: SocketException socket } npgsql => Failed(
            $"The PostgreSQL server can't be reached: {OneLine(npgsql.Message)} ({OneLine(socket.Message)}).",
            "Check the host and port of the connection, and that the server runs. "
            + "For one that is still starting: session-cleanup migrate --wait 60s."),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => Failed(
            "The PostgreSQL server did not answer in time.",
            "Check the host and port of the connection, and that no firewall drops its packets."),
        // Npgsql gives it neither a type nor a code.
        NpgsqlException npgsql when npgsql.Message.StartsWith("No password has been", StringComparison.Ordinal) =>
            Failed(
            "The connection has no password, and the server asks for one.",
            "Give it in PGPASSWORD, or as a line host:port:database:user:password in ~/.pgpass (of the systemd unit: "
            + "/etc/session-cleanup/pgpass), where all four have to match."),
        NpgsqlException npgsql => Failed(
            $"The connection failed: {OneLine(npgsql.Message)}{Inner(npgsql)}.",
            "Check the connection, and the server's log."),
        _ => Failed($"The program failed: {OneLine(exception.Message)}.",
            "Run it again with --debug for the stack trace."),
    };

    public static ErrorReport Failed(string problem, string? remedy, string? sqlState = null) =>
        new(problem, remedy, Errors.ExitStatus.Failed, sqlState);

    public static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');

    private static ErrorReport OfMigration(MigrationException migration, Exception error)
    {
        var cause = Of(error);
        var outcome = migration.WasRolledBack ? " and was rolled back" : ", and will be run again as a whole";
        return cause with
        {
            Problem = $"{migration.Script} failed{outcome}. {cause.Problem}",
            Remedy = ServerError.MigrationRemedy(cause.SqlState) ?? cause.Remedy,
        };
    }

    private static string Inner(NpgsqlException exception) =>
        exception.InnerException is { } inner ? $" ({OneLine(inner.Message)})" : "";
}
