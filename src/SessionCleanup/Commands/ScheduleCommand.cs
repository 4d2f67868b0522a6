using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class ScheduleCommand(Interruption interruption, Diagnostics diagnostics)
{
    [Command("schedule", Description = "Let pg_cron run the cleanup in the database: schedule \"0 2 * * *\".")]
    public async Task<int> ScheduleAsync(
        CommonOptions common,
        [Argument("cron expression", Description =
            "Minute, hour, day of month, month, day of week; in pg_cron's time zone, which is GMT unless set")]
        string expression,
        [Option("dry-run", Description = "Print the SQL, and change nothing")] bool dryRun = false)
    {
        common.RequireTextOrJson();
        if (CronGrammar.Parse(expression) is { NeverRuns: true })
        {
            throw new UsageException(
                $"pg_cron would never run a job at {UsageException.Shown(expression)}.",
                "A range goes from its lower to its higher number, and the day has to exist: '0 2 * * *' is daily at "
                    + "2:00.");
        }

        var server = DatabaseServer.Resolve(common.Connection, diagnostics.Write);
        await using var dataSource = server.CreateDataSource();
        await using var jobs = await CronJobs.ConnectAsync(server, dataSource, interruption.Stop);
        if (dryRun)
        {
            var plan = await jobs.PlanAsync(interruption.Stop);
            ScheduleReport.WriteStatement(jobs.Home, plan.Schedule(expression), common.Output);
            return ExitStatus.Done;
        }

        var (job, replaced) = await jobs.ScheduleAsync(expression, interruption.Stop);
        ScheduleReport.Write([job], replaced ? "replaced" : "created", common.Output);
        return ExitStatus.Done;
    }

    [Command("unschedule", Description = "Remove the pg_cron job that schedule made.")]
    public async Task<int> UnscheduleAsync(
        CommonOptions common,
        [Option("dry-run", Description = "Print the SQL, and change nothing")] bool dryRun = false)
    {
        common.RequireTextOrJson();
        var server = DatabaseServer.Resolve(common.Connection, diagnostics.Write);
        await using var dataSource = server.CreateDataSource();
        await using var jobs = await CronJobs.ConnectAsync(server, dataSource, interruption.Stop);
        if (dryRun)
        {
            var plan = await jobs.PlanAsync(interruption.Stop);
            ScheduleReport.WriteStatement(jobs.Home, plan.Unschedule(), common.Output);
            return ExitStatus.Done;
        }

        ScheduleReport.Write(await jobs.UnscheduleAsync(interruption.Stop), "removed", common.Output);
        return ExitStatus.Done;
    }
}
