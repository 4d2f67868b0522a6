using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>The result of schedule and unschedule.</summary>
internal static class ScheduleReport
{
    /// <param name="home">The database that pg_cron lives in.</param>
    public static void WriteStatement(string home, string statement, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            JsonOutput.Write(new StatementResult(true, home, statement), OutputJson.Default.StatementResult);
            return;
        }

        Console.WriteLine($"-- In database {home}:");
        Console.WriteLine(statement);
    }

    /// <param name="job">Null: there was none to remove.</param>
    /// <param name="action">What was done with it: created, replaced or removed.</param>
    public static void Write(CronJob? job, string action, OutputFormat format)
    {
        var nextRun = job?.NextRun is { } next ? Timestamp.Of(next) : null;
        if (format == OutputFormat.json)
        {
            var result = new ScheduleResult(
                job is null ? "none" : action,
                job?.JobId,
                job?.JobName,
                job?.Schedule,
                job?.Database,
                job?.Command,
                nextRun);
            JsonOutput.Write(result, OutputJson.Default.ScheduleResult);
            return;
        }

        if (job is null)
        {
            Console.WriteLine("There was no job to remove.");
            return;
        }

        Console.WriteLine(
            $"{char.ToUpperInvariant(action[0])}{action[1..]} the pg_cron job '{job.JobName}': "
            + $"{job.Schedule} {job.Command} in database {job.Database}.");
        if (nextRun is not null)
        {
            Console.WriteLine($"Next run: {nextRun}");
        }
    }
}
