using Cocona;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

internal sealed class ScheduleCommand(Interruption interruption)
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
        var server = DatabaseServer.Resolve(common.Connection);
        await using var dataSource = server.CreateDataSource();
        await using var jobs = await CronJobs.ConnectAsync(server, dataSource, interruption.Stop);
        if (dryRun)
        {
            ScheduleReport.WriteStatement(jobs.Home, jobs.ScheduleStatement(expression), common.Output);
            return ExitStatus.Done;
        }

        var (job, replaced) = await jobs.ScheduleAsync(expression, interruption.Stop);
        ScheduleReport.Write(job, replaced ? "replaced" : "created", common.Output);
        return ExitStatus.Done;
    }

    [Command("unschedule", Description = "Remove the pg_cron job that schedule made.")]
    public async Task<int> UnscheduleAsync(
        CommonOptions common,
        [Option("dry-run", Description = "Print the SQL, and change nothing")] bool dryRun = false)
    {
        common.RequireTextOrJson();
        var server = DatabaseServer.Resolve(common.Connection);
        await using var dataSource = server.CreateDataSource();
        await using var jobs = await CronJobs.ConnectAsync(server, dataSource, interruption.Stop);
        if (dryRun)
        {
            ScheduleReport.WriteStatement(jobs.Home, jobs.UnscheduleStatement, common.Output);
            return ExitStatus.Done;
        }

        ScheduleReport.Write(await jobs.UnscheduleAsync(interruption.Stop), "removed", common.Output);
        return ExitStatus.Done;
    }
}
