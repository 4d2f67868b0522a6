using System.Net.Sockets;
using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>Which failures are worth another try, and how long to wait before it.</summary>
internal static class TransientFailure
{
    // Npgsql has no names for these.
    private const string IdleInTransactionTimeout = "25P03";
    private const string TransactionTimeout = "25P04";
    private const string IdleSessionTimeout = "57P05";

    /// <summary>The waits before each further try: 12 s in all, enough for a server to restart.</summary>
    public static readonly IReadOnlyList<TimeSpan> Delays =
        [.. new[] { 100, 200, 500, 1000, 2000, 3000, 5000 }.Select(milliseconds =>
            TimeSpan.FromMilliseconds(milliseconds))];

    /// <summary>
    /// Somebody else was in the way, or the server is on its way up or down: the same statement may succeed later.
    /// </summary>
    public static bool IsTransient(NpgsqlException exception) => exception is PostgresException server
        ? IsTransient(server.SqlState) && !ServerError.IsStatementPooling(server)
        : LostConnection(exception);

    /// <summary>
    /// The server is there, and will let us in later. A host where nothing listens is more likely a wrong one.
    /// </summary>
    public static bool IsServerBusy(NpgsqlException exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
    };

    /// <summary>
    /// Nothing was answered, or a pooler answered for the server: what the statement did is not known.
    /// </summary>
    public static bool LostConnection(NpgsqlException exception) => exception is PostgresException server
        ? LostConnection(server.SqlState) && !ServerError.IsStatementPooling(server)
        : exception.InnerException is IOException or SocketException or TimeoutException;

    /// <summary>
    /// The statement, or since PostgreSQL 17 the transaction, took longer than the role is given; or somebody
    /// cancelled.
    /// </summary>
    public static bool IsTimeout(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.QueryCanceled or TransactionTimeout;

    private static bool IsTransient(string sqlState) => LostConnection(sqlState) || sqlState is
        PostgresErrorCodes.SerializationFailure
        or PostgresErrorCodes.DeadlockDetected
        or PostgresErrorCodes.LockNotAvailable
        or PostgresErrorCodes.CannotConnectNow
        or PostgresErrorCodes.TooManyConnections;

    private static bool LostConnection(string sqlState) =>
        sqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or IdleInTransactionTimeout
            or IdleSessionTimeout
        || sqlState.StartsWith("08", StringComparison.Ordinal);
}
