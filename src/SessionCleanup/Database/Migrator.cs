using System.Net.Sockets;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using DbUp.Support;
using Npgsql;

namespace SessionCleanup.Database;

/// <summary>Brings a database to the shipped schema with DbUp, whose journal is public.schemaversions.</summary>
internal sealed class Migrator(NpgsqlDataSource dataSource)
{
    // Any number will do that no other program takes as its advisory lock: "session-" in ASCII.
    private const long LockKey = 0x73657373696F6E2D;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until the server accepts connections, for as long as it is starting or can't be reached.</summary>
    public async Task WaitForServerAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + patience;
        while (true)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException exception) when (IsStarting(exception) && DateTime.UtcNow < deadline)
            {
                await Task.Delay(PollInterval, cancellationToken);
            }
        }
    }

    public async Task<MigrationPlan> PlanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return MigrationPlan.Create(SchemaScript.LoadShipped(), await ReadJournalAsync(connection, cancellationToken));
    }

    /// <summary>
    /// Applies what the database lacks, each script in a transaction with its journal entry. Of several at once one applies,
    /// and the others wait and then find nothing to do.
    /// </summary>
    /// <returns>The plan that was carried out.</returns>
    /// <exception cref="MigrationException">A script failed; those before it stay applied.</exception>
    public async Task<MigrationPlan> MigrateAsync(CancellationToken cancellationToken)
    {
        // The lock belongs to a transaction, so that it works through PgBouncer too and ends with the connection; it is
        // polled, because a statement that waits for a lock would hold up CREATE INDEX CONCURRENTLY.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var setting = new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", connection))
        {
            await setting.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var tryLock = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({LockKey})", connection))
        {
            while (!(bool)(await tryLock.ExecuteScalarAsync(cancellationToken))!)
            {
                await Task.Delay(PollInterval, cancellationToken);
            }
        }

        var plan = await PlanAsync(cancellationToken);
        var scripts = plan.ToApply.Select(script => new SqlScript(script.JournalEntry, script.Sql)).ToArray();
        if (scripts.Length > 0)
        {
            // DbUp is synchronous.
            await Task.Run(() => Apply(scripts, cancellationToken), CancellationToken.None);
        }

        return plan;
    }

    private void Apply(SqlScript[] scripts, CancellationToken cancellationToken)
    {
        var engine = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(dataSource))
            .WithScripts(scripts)
            .WithFilter(new StopWhenCancelled(cancellationToken))
            .JournalToPostgresqlTable("public", "schemaversions")
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogToNowhere()
            .Build();

        var result = engine.PerformUpgrade();
        cancellationToken.ThrowIfCancellationRequested();
        if (!result.Successful)
        {
            throw result.ErrorScript is null
                ? result.Error
                : new MigrationException(result.ErrorScript.Name, result.Error);
        }
    }

    private static async Task<List<string>> ReadJournalAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var entries = new List<string>();
        await using (var exists = new NpgsqlCommand("SELECT to_regclass('public.schemaversions') IS NOT NULL", connection))
        {
            if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
            {
                return entries;
            }
        }

        await using var command = new NpgsqlCommand(
            "SELECT scriptname FROM public.schemaversions ORDER BY schemaversionsid", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(reader.GetString(0));
        }

        return entries;
    }

    private static bool IsStarting(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
        || exception.InnerException is SocketException or TimeoutException or EndOfStreamException;

    /// <summary>
    /// Hands DbUp the scripts that the plan chose. DbUp's own filter leaves out what the journal has ever had, and so would
    /// not apply a routine whose earlier text has come back. Between scripts is where an interruption stops.
    /// </summary>
    private sealed class StopWhenCancelled(CancellationToken cancellationToken) : IScriptFilter
    {
        public IEnumerable<SqlScript> Filter(
            IEnumerable<SqlScript> sorted, HashSet<string> executedScriptNames, ScriptNameComparer comparer) =>
            sorted.TakeWhile(_ => !cancellationToken.IsCancellationRequested);
    }
}
