using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>The result of schedule and unschedule.</summary>
internal static class ScheduleReport
{
    /// <param name="home">The database that pg_cron lives in.</param>
    /// <param name="statements">None: there is nothing to do.</param>
    public static void WriteStatement(string home, IReadOnlyList<string> statements, OutputFormat format)
    {
        if (format == OutputFormat.json)
        {
            var result = new StatementResult(true, home, string.Join(' ', statements));
            JsonOutput.Write(result, OutputJson.Default.StatementResult);
            return;
        }

        Console.WriteLine($"-- In database {home}:");
        Console.WriteLine(statements.Count == 0 ? "-- There is no job to remove." : string.Join('\n', statements));
    }

    /// <param name="jobs">None: there was none to remove. Several: owners had one each.</param>
    /// <param name="action">What was done with it: created, replaced or removed.</param>
    public static void Write(IReadOnlyList<CronJob> jobs, string action, OutputFormat format)
    {
        var job = jobs.Count > 0 ? jobs[0] : null;
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
                job?.Username,
                nextRun);
            JsonOutput.Write(result, OutputJson.Default.ScheduleResult);
            return;
        }

        if (job is null)
        {
            Console.WriteLine("There was no job to remove.");
        }

        foreach (var one in jobs)
        {
            Console.WriteLine(
                $"{char.ToUpperInvariant(action[0])}{action[1..]} the pg_cron job '{one.JobName}': "
                + $"{one.Schedule} {one.Command} in database "
                    + $"{one.Database}{(one.IsOwn ? "" : $", of role {one.Username}")}.");
        }

        if (nextRun is not null)
        {
            Console.WriteLine($"Next run: {nextRun}");
        }
    }
}
