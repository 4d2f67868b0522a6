using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using DbUp.Support;
using Npgsql;
using SessionCleanup.Database;
using SessionCleanup.Errors;

namespace SessionCleanup.Migration;

/// <summary>Brings a database to the shipped schema with DbUp, whose journal is public.schemaversions.</summary>
/// <param name="dataSource">The database, pooled, with an application_name that no other program has meanwhile.</param>
/// <param name="shipped">The files, in the order in which they apply.</param>
/// <param name="preflight">
/// SQL that fails where the database has no room for them. Null: there is nothing to look at.
/// </param>
/// <param name="report">Receives what a person may want to know meanwhile, line by line.</param>
internal sealed class Migrator(NpgsqlDataSource dataSource, IReadOnlyList<SchemaScript> shipped, string? preflight,
    Action<string> report)
{
    // Any number will do that no other program takes as its advisory lock: "session-" in ASCII.
    private const long LockKey = 0x73657373696F6E2D;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    // Whoever waits for a lock on a table makes everybody after it wait too. So a script waits briefly.
    private const string LockTimeout = "500ms";

    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until the server accepts connections, while it is starting or can't be reached.</summary>
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
        var journal = await ReadJournalAsync(connection, cancellationToken);
        if (preflight is not null)
        {
            await ExecuteAsync(connection, preflight);
        }

        return MigrationPlan.Create(shipped, journal,
            await Drift.ReadAsync(connection, journal.Count > 0, cancellationToken));
    }

    /// <summary>
    /// Applies what is missing in the database, each script in a transaction with its journal entry. Of several at once
    /// one applies, and the others wait and then find nothing to do. When it is interrupted, the script in flight is
    /// cancelled.
    /// </summary>
    /// <returns>The plan that was carried out.</returns>
    /// <exception cref="MigrationException">A script failed; those before it stay applied.</exception>
    public async Task<MigrationPlan> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await LockAsync(connection, cancellationToken);

        var plan = await PlanAsync(cancellationToken);
        var applying = ApplyAsync(plan.ToApply, cancellationToken);
        var interrupted = Task.Delay(Timeout.Infinite, cancellationToken);
        while (await Task.WhenAny(applying, interrupted) != applying)
        {
            // DbUp is synchronous and hears of nothing. The name also finds the backend behind PgBouncer.
            await ExecuteAsync(
                connection,
                """
                SELECT pg_stat_clear_snapshot();
                SELECT pg_cancel_backend(pid)
                  FROM pg_stat_activity
                 WHERE application_name = current_setting('application_name') AND datname = current_database() AND pid <> pg_backend_pid()
                """);
            await Task.WhenAny(applying, Task.Delay(PollInterval, CancellationToken.None));
        }

        await applying;
        return plan;
    }

    /// <summary>
    /// Waits until no other migrate is running. The lock belongs to a transaction, so that it works through PgBouncer
    /// too and ends with the connection.
    /// </summary>
    private async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Polled, each time in a transaction of its own: CREATE INDEX CONCURRENTLY waits for everybody's snapshots.
        for (var reported = false; ; reported = true)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using (var tryLock = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({LockKey})", connection))
            {
                if ((bool)(await tryLock.ExecuteScalarAsync(cancellationToken))!)
                {
                    // The last statement decides what an idle transaction keeps: after a SELECT, its snapshot.
                    await ExecuteAsync(connection, "SET LOCAL idle_in_transaction_session_timeout = 0");
                    if (connection.PostgreSqlVersion.Major >= 17)
                    {
                        await ExecuteAsync(connection, "SET LOCAL transaction_timeout = 0");
                    }

                    return transaction;
                }
            }

            await transaction.DisposeAsync();
            if (!reported)
            {
                report("Another migrate is running in this database; waiting for it.");
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private async Task ApplyAsync(IEnumerable<SchemaScript> scripts, CancellationToken cancellationToken)
    {
        foreach (var script in scripts)
        {
            await ApplyAsync(script, cancellationToken);
        }
    }

    private async Task ApplyAsync(SchemaScript script, CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + LockPatience;
        var reported = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await Task.Run(EngineFor(script).PerformUpgrade, CancellationToken.None);
            if (result.Successful)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!IsLockConflict(result.Error) || DateTime.UtcNow > deadline)
            {
                throw new MigrationException(script.Name, script.IsTransactional, result.Error);
            }

            if (!reported)
            {
                report($"{script.Name} needs a lock that someone else holds; trying again for up to "
                    + $"{LockPatience.TotalSeconds:0} s.");
                reported = true;
            }

            await Task.Delay(LockPause, cancellationToken);
        }
    }

    private UpgradeEngine EngineFor(SchemaScript script)
    {
        // It opens a connection for each script: hence the pool. A backend for each would be nine tenths of the time.
        var builder = DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(dataSource))
            .WithScripts(new SqlScript(script.JournalEntry, script.Sql))
            .WithFilter(new TakeAll())
            .JournalToPostgresqlTable("public", "schemaversions")
            .WithVariablesDisabled()
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogToNowhere();
        return (script.IsTransactional
            ? builder.WithTransactionPerScript().WithPreprocessor(new BriefLockWaits())
            : builder.WithoutTransaction()).Build();
    }

    private static async Task<List<string>> ReadJournalAsync(NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        var entries = new List<string>();
        // Somebody else's: quoted as SQL wants it.
        const string ForeignOwner =
            """
            SELECT CASE WHEN NOT has_table_privilege(oid, 'SELECT') THEN quote_ident(pg_get_userbyid(relowner)) END
              FROM pg_class
             WHERE oid = to_regclass('public.schemaversions')
            """;
        await using (var journal = new NpgsqlCommand(ForeignOwner, connection))
        {
            switch (await journal.ExecuteScalarAsync(cancellationToken))
            {
                case null:
                    return entries;
                case string owner:
                    throw new CommandException(
                        "The role may not read the journal public.schemaversions",
                        $"Migrate as the role that migrated before, {owner}, or as a member of it.");
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

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static bool IsStarting(NpgsqlException exception) =>
        exception is PostgresException server
            ? server.SqlState == PostgresErrorCodes.CannotConnectNow
            : TransientFailure.LostConnection(exception);

    private static bool IsLockConflict(Exception exception) =>
        exception is PostgresException error
        && error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected;

    /// <summary>
    /// Applies the script that the plan chose. DbUp's own filter leaves out what the journal has ever had, and so would
    /// not apply a routine whose earlier text has come back.
    /// </summary>
    private sealed class TakeAll : IScriptFilter
    {
        public IEnumerable<SqlScript> Filter(
            IEnumerable<SqlScript> sorted, HashSet<string> executedScriptNames, ScriptNameComparer comparer) => sorted;
    }

    private sealed class BriefLockWaits : IScriptPreprocessor
    {
        public string Process(string contents) =>
            $"SET LOCAL lock_timeout = '{LockTimeout}';\nSET LOCAL standard_conforming_strings = on;\n{contents}";
    }
}
