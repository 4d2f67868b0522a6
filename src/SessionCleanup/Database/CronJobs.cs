using System.Text.Json;
using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// The pg_cron jobs that call the cleanup of one database. pg_cron lives in one database of a server and can run jobs in
/// all of them; this connects to where it lives.
/// </summary>
internal sealed class CronJobs : IAsyncDisposable
{
    private const string Command = "CALL public.cleanup_sessions_in_batches()";

    // pg_cron's clock. Before version 1.5 it knows no time zone but GMT; a role may lack the privilege to read which one is set.
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

    private CronJobs(NpgsqlDataSource? elsewhere, NpgsqlConnection connection, string database)
    {
        _elsewhere = elsewhere;
        _connection = connection;
        _database = database;
    }

    private string JobName => $"session-cleanup {_database}";

    /// <summary>The statement that schedules the job, as a DBA would type it in <see cref="Home"/>.</summary>
    public string ScheduleStatement(string schedule) => _elsewhere is null
        ? $"SELECT cron.schedule({Quote(JobName)}, {Quote(schedule)}, {Quote(Command)});"
        : $"SELECT cron.schedule_in_database({Quote(JobName)}, {Quote(schedule)}, {Quote(Command)}, {Quote(_database)});";

    public string UnscheduleStatement => $"SELECT cron.unschedule({Quote(JobName)});";

    /// <summary>The database that pg_cron lives in.</summary>
    public string Home => _connection.Database;

    /// <exception cref="CommandException">pg_cron is not there, or the role may not use it.</exception>
    public static async Task<CronJobs> ConnectAsync(
        DatabaseServer server, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var here = new CronJobs(null, connection, connection.Database);
        if (await here.HasExtensionAsync(cancellationToken))
        {
            await here.RequireUsageAsync(cancellationToken);
            return here;
        }

        // Null for a role that may not read it, too (it takes pg_read_all_settings).
        var home = await ReadTextAsync(connection, "SELECT setting FROM pg_settings WHERE name = 'cron.database_name'", cancellationToken);
        var isLoaded = await ReadTextAsync(
            connection,
            "SELECT 'yes' FROM pg_settings WHERE name = 'shared_preload_libraries' AND setting LIKE '%pg_cron%'",
            cancellationToken);
        await here.DisposeAsync();
        if (home is null || home == here._database)
        {
            throw isLoaded is null && home is null
                ? new CommandException(
                    $"pg_cron is not in database {here._database}, and does not appear to be loaded",
                    "Install it, add pg_cron to shared_preload_libraries, restart, and CREATE EXTENSION pg_cron in the database of "
                    + "cron.database_name. If it is there, connect as a member of pg_read_all_settings.")
                : new CommandException(
                    $"pg_cron is loaded, and not created in database {home ?? here._database}",
                    $"As a superuser, in database {home ?? here._database}: CREATE EXTENSION pg_cron;");
        }

        var elsewhere = server.CreateDataSource(database: home);
        var jobs = new CronJobs(elsewhere, await elsewhere.OpenConnectionAsync(cancellationToken), here._database);
        if (!await jobs.HasExtensionAsync(cancellationToken))
        {
            await jobs.DisposeAsync();
            throw new CommandException(
                $"pg_cron is loaded, and not created in database {home}", $"As a superuser, in database {home}: CREATE EXTENSION pg_cron;");
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

    /// <summary>Creates the job, or replaces it.</summary>
    /// <returns>The job, and whether there was one before.</returns>
    public async Task<(CronJob Job, bool Replaced)> ScheduleAsync(string schedule, CancellationToken cancellationToken)
    {
        var replaced = await FindAsync(cancellationToken) is not null;
        try
        {
            await ReadTextAsync(_connection, ScheduleStatement(schedule), cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new CommandException(
                $"The role may not schedule jobs: {exception.MessageText}",
                $"As a superuser, in database {Home}: GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA cron TO {new NpgsqlConnectionStringBuilder(_connection.ConnectionString).Username};");
        }
        catch (PostgresException exception)
        {
            throw new CommandException(
                $"pg_cron refuses: {exception.MessageText}",
                "A schedule is minute, hour, day of month, month and day of week: '0 2 * * *' is daily at 2:00.");
        }

        return (await FindAsync(cancellationToken) ?? throw new InvalidOperationException("pg_cron did not keep the job."), replaced);
    }

    /// <returns>The job that was removed. Null: there was none.</returns>
    public async Task<CronJob?> UnscheduleAsync(CancellationToken cancellationToken)
    {
        var job = await FindAsync(cancellationToken);
        if (job is not null)
        {
            await ReadTextAsync(_connection, UnscheduleStatement, cancellationToken);
        }

        return job is null ? null : job with { NextRun = null };
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

    private async Task<CronJob?> FindAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH clock AS ({Clock})
            SELECT jobid, jobname, schedule, database, command, active, clock.timezone, clock.now
              FROM cron.job CROSS JOIN clock
             WHERE jobname = $1 AND username = current_user
            """, _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = JobName });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new CronJob(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetBoolean(5) ? NextRun(reader.GetString(2), reader, 6) : null)
            : null;
    }

    /// <param name="clock">The number of the first of the two columns of <see cref="Clock"/>.</param>
    private static DateTime? NextRun(string schedule, NpgsqlDataReader reader, int clock) =>
        CronSchedule.NextRun(schedule, reader.IsDBNull(clock) ? null : reader.GetString(clock), reader.GetDateTime(clock + 1));

    private async Task<bool> HasExtensionAsync(CancellationToken cancellationToken) =>
        await ReadTextAsync(_connection, "SELECT 'yes' FROM pg_extension WHERE extname = 'pg_cron'", cancellationToken) is not null;

    private async Task RequireUsageAsync(CancellationToken cancellationToken)
    {
        var role = await ReadTextAsync(
            _connection, "SELECT quote_ident(current_user) WHERE NOT has_schema_privilege('cron', 'USAGE')", cancellationToken);
        if (role is not null)
        {
            var home = Home;
            await DisposeAsync();
            throw new CommandException(
                $"The role {role} may not use pg_cron", $"As a superuser, in database {home}: GRANT USAGE ON SCHEMA cron TO {role};");
        }
    }

    private static async Task<string?> ReadTextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync(cancellationToken))?.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
