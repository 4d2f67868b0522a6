using Npgsql;

namespace SessionCleanup.Database;

/// <summary>What happens meanwhile that a person may want to know; who shows it words it.</summary>
/// <param name="Retrying">A transient failure, and the time until the next attempt.</param>
/// <param name="LostInTransaction">The connection was lost; whether the transaction committed is being checked.</param>
/// <param name="Warned">A warning of the server's.</param>
internal sealed record RetryEvents(
    Action<NpgsqlException, TimeSpan> Retrying,
    Action<NpgsqlException> LostInTransaction,
    Action<PostgresNotice> Warned);
