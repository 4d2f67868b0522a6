using System.Text.Json;
using Cocona;
using SessionCleanup.Database;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class ScheduleCommand(Interruption interruption)
{
    [Command("schedule", Description = "Let pg_cron run the cleanup in the database: schedule \"0 2 * * *\".")]
    public async Task<int> ScheduleAsync(
        CommonOptions common,
        [Argument("cron expression", Description = "Minute, hour, day of month, month, day of week; in pg_cron's time zone, which is GMT unless set")] string expression,
        [Option("dry-run", Description = "Print the SQL, and change nothing")] bool dryRun = false)
    {
        await using var dataSource = common.CreateDataSource();
        await using var jobs = await CronJobs.ConnectAsync(common, dataSource, interruption.Stop);
        if (dryRun)
        {
            WriteStatement(common, jobs, jobs.ScheduleStatement(expression));
            return ExitStatus.Done;
        }

        var (job, replaced) = await jobs.ScheduleAsync(expression, interruption.Stop);
        Write(common, job, replaced ? "replaced" : "created");
        return ExitStatus.Done;
    }

    [Command("unschedule", Description = "Remove the pg_cron job that schedule made.")]
    public async Task<int> UnscheduleAsync(
        CommonOptions common,
        [Option("dry-run", Description = "Print the SQL, and change nothing")] bool dryRun = false)
    {
        await using var dataSource = common.CreateDataSource();
        await using var jobs = await CronJobs.ConnectAsync(common, dataSource, interruption.Stop);
        if (dryRun)
        {
            WriteStatement(common, jobs, jobs.UnscheduleStatement);
            return ExitStatus.Done;
        }

        Write(common, await jobs.UnscheduleAsync(interruption.Stop), "removed");
        return ExitStatus.Done;
    }

    private static void WriteStatement(CommonOptions common, CronJobs jobs, string statement)
    {
        if (common.Output == OutputFormat.json)
        {
            WriteJson(json =>
            {
                json.WriteBoolean("dry_run", true);
                json.WriteString("database", jobs.Home);
                json.WriteString("statement", statement);
            });
            return;
        }

        Console.WriteLine($"-- In database {jobs.Home}:");
        Console.WriteLine(statement);
    }

    private static void Write(CommonOptions common, CronJob? job, string action)
    {
        if (common.Output == OutputFormat.json)
        {
            WriteJson(json =>
            {
                json.WriteString("action", job is null ? "none" : action);
                if (job is not null)
                {
                    json.WriteNumber("jobid", job.JobId);
                    json.WriteString("jobname", job.JobName);
                    json.WriteString("schedule", job.Schedule);
                    json.WriteString("database", job.Database);
                    json.WriteString("command", job.Command);
                    json.WriteString("next_run", job.NextRun is { } next ? Timestamp.Of(next) : null);
                }
            });
            return;
        }

        if (job is null)
        {
            Console.WriteLine("There was no job to remove.");
            return;
        }

        Console.WriteLine($"{char.ToUpperInvariant(action[0])}{action[1..]} the pg_cron job '{job.JobName}': {job.Schedule} {job.Command} in database {job.Database}.");
        if (job.NextRun is { } nextRun)
        {
            Console.WriteLine($"Next run: {Timestamp.Of(nextRun)}");
        }
    }

    private static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Console.WriteLine();
    }
}
