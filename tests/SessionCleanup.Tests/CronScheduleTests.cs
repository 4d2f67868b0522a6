using System.Globalization;
using SessionCleanup.Database;

namespace SessionCleanup.Tests;

public sealed class CronScheduleTests
{
    // A Tuesday.
    private static readonly DateTime Now = new(2026, 11, 24, 12, 30, 30, DateTimeKind.Utc);

    [Theory]
    [InlineData("* * * * *", "2026-11-24 12:31")]
    [InlineData("0 2 * * *", "2026-11-25 02:00")]
    [InlineData("  0  */6 * * *", "2026-11-24 18:00")]
    [InlineData("0 3 * * 0", "2026-11-29 03:00")]
    [InlineData("0 3 * * 7", "2026-11-29 03:00")]
    [InlineData("0 3 * jan mon", "2027-01-04 03:00")]
    [InlineData("30 4 $ * *", "2026-11-30 04:30")]
    public void The_next_run_is_known(string schedule, string expected) =>
        Assert.Equal(expected, Next(schedule, "GMT"));

    [Theory]
    [InlineData("0 3 13 * 5", "2026-11-27 03:00")]
    [InlineData("0 3 26 * 5", "2026-11-26 03:00")]
    [InlineData("0 3 */2 * 5", "2026-11-27 03:00")]
    public void Where_day_and_weekday_are_both_restricted_either_will_do_as_cron_has_it(string schedule,
        string expected) =>
        Assert.Equal(expected, Next(schedule, "GMT"));

    [Fact]
    public void It_is_in_the_time_zone_of_pg_cron() =>
        Assert.Equal("2026-11-25 01:00", Next("0 2 * * *", "Europe/Berlin"));

    [Theory]
    [InlineData("30 seconds", "GMT")]
    [InlineData("0 2 * * *", null)]
    [InlineData("0 2 * * *", "Mars/Olympus")]
    public void Else_it_is_not_known(string schedule, string? timeZone) => Assert.Null(Next(schedule, timeZone));

    private static string? Next(string schedule, string? timeZone) =>
        CronSchedule.NextRun(schedule, timeZone, Now)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
