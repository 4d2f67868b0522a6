using System.Text.Json;
using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// The pg_cron jobs that call the cleanup of one database. pg_cron lives in one database of a server and can run jobs
/// in all of them; this connects to where it lives.
/// </summary>
internal sealed class CronJobs : IAsyncDisposable
{
    // pg_cron's clock: GMT before version 1.5. A role may lack the privilege to read which one is set.
    private const string Clock =
        """
        SELECT CASE
                   WHEN string_to_array(substring(extversion FROM '^[0-9]+[.][0-9]+'), '.')::integer[] < '{1,5}' THEN 'GMT'
                   ELSE (SELECT setting FROM pg_settings WHERE name = 'cron.timezone')
               END AS timezone,
               now() AS now
          FROM pg_extension
         WHERE extname = 'pg_cron'
        """;

    private readonly NpgsqlDataSource? _elsewhere;
    private readonly NpgsqlConnection _connection;
    private readonly string _database;

    private CronJobs(NpgsqlDataSource? elsewhere, NpgsqlConnection connection, string database, string home) =>
        (_elsewhere, _connection, _database, Home) = (elsewhere, connection, database, home);

    /// <summary>The database that pg_cron lives in.</summary>
    public string Home { get; }

    /// <exception cref="CommandException">pg_cron is not there, or the role may not use it.</exception>
    public static async Task<CronJobs> ConnectAsync(
        DatabaseServer server, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var database = await connection.ReadTextAsync("SELECT current_database()", cancellationToken);
        var here = new CronJobs(null, connection, database!, database!);
        if (await here.HasExtensionAsync(cancellationToken))
        {
            await here.RequireUsageAsync(cancellationToken);
            return here;
        }

        // Null for a role that may not read it, too (it takes pg_read_all_settings).
        const string HomeSetting = "SELECT setting FROM pg_settings WHERE name = 'cron.database_name'";
        var home = await connection.ReadTextAsync(HomeSetting, cancellationToken);
        var isLoaded = await connection.ReadTextAsync(
            "SELECT 'yes' FROM pg_settings WHERE name = 'shared_preload_libraries' AND setting LIKE '%pg_cron%'",
            cancellationToken);
        await here.DisposeAsync();
        if (home is null || home == here._database)
        {
            throw isLoaded is null && home is null
                ? new CommandException(
                    $"pg_cron is not in database {here._database}, and does not appear to be loaded",
                    "Install it, add pg_cron to shared_preload_libraries, restart, and CREATE EXTENSION pg_cron in "
                    + "the database of "
                    + "cron.database_name. If it is there, connect as a member of pg_read_all_settings.")
                : NotCreated(home ?? here._database);
        }

        var elsewhere = server.CreateDataSource(database: home);
        var jobs = new CronJobs(elsewhere, await elsewhere.OpenConnectionAsync(cancellationToken), here._database,
            home);
        if (!await jobs.HasExtensionAsync(cancellationToken))
        {
            await jobs.DisposeAsync();
            throw NotCreated(home);
        }

        await jobs.RequireUsageAsync(cancellationToken);
        return jobs;
    }

    /// <summary>For status: what can be seen, or why nothing can.</summary>
    public static async Task<CronStatus> ReadAsync(
        DatabaseServer server, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        try
        {
            await using var jobs = await ConnectAsync(server, dataSource, cancellationToken);
            return await jobs.ReadAsync(cancellationToken);
        }
        catch (CommandException exception)
        {
            return new CronStatus(exception.Message);
        }
        catch (NpgsqlException exception)
        {
            return new CronStatus($"not to be seen from here: {exception.Message}");
        }
    }

    /// <summary>What there is, and which statements follow from it.</summary>
    public async Task<CronPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var isSuperuser = await _connection.ReadTextAsync(
            "SELECT 'yes' FROM pg_roles WHERE rolname = current_user AND rolsuper", cancellationToken)
                is not null;
        return new CronPlan(_database, Home, isSuperuser, await FindAsync(cancellationToken));
    }

    /// <summary>Creates the job, or replaces it and activates it.</summary>
    /// <returns>The job, and whether there was one before.</returns>
    public async Task<(CronJob Job, bool Replaced)> ScheduleAsync(string schedule, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(cancellationToken);
        await ExecuteAsync(plan.Schedule(schedule), cancellationToken);
        var after = plan with { Found = await FindAsync(cancellationToken) };
        return (after.Existing[0], plan.Existing.Count > 0);
    }

    /// <returns>The jobs that were removed.</returns>
    public async Task<IReadOnlyList<CronJob>> UnscheduleAsync(CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(cancellationToken);
        await ExecuteAsync(plan.Unschedule(), cancellationToken);
        return [.. plan.Existing.Select(job => job with { NextRun = null })];
    }

    private async Task ExecuteAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
            foreach (var statement in statements)
            {
                await _connection.ReadTextAsync(statement, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var role = await _connection.ReadTextAsync("SELECT quote_ident(current_user)", cancellationToken);
            throw new CommandException(
                $"The role may not schedule jobs: {exception.MessageText}",
                $"As a superuser, in database {Home}: GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA cron TO {role};");
        }
        catch (PostgresException exception)
        {
            throw new CommandException(
                $"pg_cron refuses: {exception.MessageText}",
                "A schedule is minute, hour, day of month, month and day of week: '0 2 * * *' is daily at 2:00.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        if (_elsewhere is not null)
        {
            await _elsewhere.DisposeAsync();
        }
    }

    private async Task<CronStatus> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH clock AS ({Clock}), our_job AS (
                SELECT * FROM cron.job WHERE database = $1 AND command LIKE '%cleanup_sessions%'
            )
            SELECT (SELECT jsonb_agg(to_jsonb(our_job) ORDER BY our_job.jobid) FROM our_job)::text,
                   (SELECT coalesce(jsonb_agg(to_jsonb(run)), '[]')
                      FROM (SELECT * FROM cron.job_run_details WHERE jobid IN (SELECT jobid FROM our_job) ORDER BY runid DESC LIMIT 5) AS run)::text,
                   ARRAY(SELECT schedule FROM our_job WHERE active),
                   clock.timezone,
                   clock.now
              FROM clock
            """, _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = _database });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.IsDBNull(0)
            ? new CronStatus("no job that this role can see calls the cleanup of this database")
            : new CronStatus(
                null,
                JsonSerializer.Deserialize(reader.GetString(0), DatabaseJson.Default.IReadOnlyListCronJobRow),
                JsonSerializer.Deserialize(reader.GetString(1), DatabaseJson.Default.IReadOnlyListCronRunRow),
                reader.GetFieldValue<string[]>(2).Min(schedule => NextRun(schedule, reader, 3)));
    }

    /// <summary>Our jobs, by what they do and where; of the name, the database may have another one since.</summary>
    private async Task<IReadOnlyList<CronJob>> FindAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH clock AS ({Clock})
            SELECT jobid, coalesce(jobname, ''), schedule, database, command, username, active, username = current_user,
                   clock.timezone, clock.now
              FROM cron.job CROSS JOIN clock
             WHERE (database = $1 OR NOT EXISTS (SELECT FROM pg_database WHERE datname = job.database))
               AND (command = $2 OR starts_with(jobname::text, $3))
             ORDER BY jobid
            """, _connection);
        command.Parameters.AddRange(
            new[] { _database, CronPlan.Command, CronPlan.NamePrefix }.Select(value =>
                new NpgsqlParameter { Value = value }).ToArray());
        var jobs = new List<CronJob>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var isActive = reader.GetBoolean(6);
            jobs.Add(new CronJob(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5),
                isActive,
                reader.GetBoolean(7),
                isActive ? NextRun(reader.GetString(2), reader, 8) : null));
        }

        return jobs;
    }

    /// <param name="clock">The number of the first of the two columns of <see cref="Clock"/>.</param>
    private static DateTime? NextRun(string schedule, NpgsqlDataReader reader, int clock) =>
        CronSchedule.NextRun(schedule, reader.IsDBNull(clock) ? null : reader.GetString(clock),
            reader.GetDateTime(clock + 1));

    private async Task<bool> HasExtensionAsync(CancellationToken cancellationToken) =>
        await _connection.ReadTextAsync("SELECT 'yes' FROM pg_extension WHERE extname = 'pg_cron'", cancellationToken)
            is not null;

    private async Task RequireUsageAsync(CancellationToken cancellationToken)
    {
        var role = await _connection.ReadTextAsync(
            "SELECT quote_ident(current_user) WHERE NOT has_schema_privilege('cron', 'USAGE')", cancellationToken);
        if (role is not null)
        {
            await DisposeAsync();
            throw new CommandException(
                $"The role {role} may not use pg_cron",
                $"As a superuser, in database {Home}: GRANT USAGE ON SCHEMA cron TO {role};");
        }
    }

    private static CommandException NotCreated(string home) => new(
        $"pg_cron is loaded, and not created in database {home}",
        $"As a superuser, in database {home}: CREATE EXTENSION pg_cron;");
}
