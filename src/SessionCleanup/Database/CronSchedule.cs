using System.Numerics;

namespace SessionCleanup.Database;

/// <summary>
/// When a schedule of pg_cron runs. pg_cron itself does not report it, and its grammar is Vixie cron's own, which
/// libraries read otherwise: 22-6 is no hour at all, 3#1 is 3, and a range of days that begins with * restricts the
/// weekdays.
/// </summary>
/// <param name="Minutes">Bit n: minute n. The others likewise; Sunday is 0 and 7.</param>
/// <param name="DayAndWeekday">Whether a day has to be in Days and in Weekdays. Else one of the two will do.</param>
internal sealed record CronSchedule(
    ulong Minutes, ulong Hours, ulong Days, ulong Months, ulong Weekdays, bool DayAndWeekday, bool LastDay = false)
{
    // February 29 falls on a given weekday every 28 years, and every 40 where a century is no leap year.
    private const int YearsAhead = 41;

    /// <summary>Whether there is no such moment, ever: pg_cron accepts such schedules, and never runs them.</summary>
    public bool NeverRuns
    {
        get
        {
            var isWeekday = (Weekdays & 0xff) != 0;
            return Minutes == 0 || Hours == 0 || Months == 0
                || (DayAndWeekday ? !isWeekday || !HasDay() : !isWeekday && !HasDay());
        }
    }

    /// <param name="timeZone">pg_cron's time zone. Null: this role may not see it.</param>
    /// <param name="now">A moment in UTC, by the server's clock.</param>
    /// <returns>In UTC. Null: not known.</returns>
    public static DateTime? NextRun(string schedule, string? timeZone, DateTime now)
    {
        if (CronGrammar.Parse(schedule) is not { NeverRuns: false } parsed || timeZone is null)
        {
            return null;
        }

        // The one that a machine without the time zone database has too.
        var zone = timeZone.ToUpperInvariant() is "GMT" or "UTC" ? TimeZoneInfo.Utc
            : TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : null;
        return zone is null ? null : parsed.Next(zone, now);
    }

    /// <summary>
    /// pg_cron looks at the local time of each minute of UTC: what a change of the clock leaves out is not made up for.
    /// </summary>
    private DateTime? Next(TimeZoneInfo zone, DateTime now)
    {
        var first = new DateTime(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, DateTimeKind.Utc).AddMinutes(1);
        var day = TimeZoneInfo.ConvertTimeFromUtc(first, zone).Date;
        for (var end = day.AddYears(YearsAhead); day < end; day = day.AddDays(1))
        {
            if (!Matches(DateOnly.FromDateTime(day)))
            {
                continue;
            }

            // All minutes of UTC that may be on this day somewhere.
            var from = DateTime.SpecifyKind(day.AddHours(-15), DateTimeKind.Utc);
            for (var minute = from > first ? from : first; minute < from.AddHours(54); minute = minute.AddMinutes(1))
            {
                var local = TimeZoneInfo.ConvertTimeFromUtc(minute, zone);
                if (local.Date == day && Has(Hours, local.Hour) && Has(Minutes, local.Minute))
                {
                    return minute;
                }
            }
        }

        return null;
    }

    private bool Matches(DateOnly day)
    {
        var isDay = Has(Days, day.Day) || (LastDay && day.AddDays(1).Day == 1);
        var isWeekday = Has(Weekdays, (int)day.DayOfWeek);
        return Has(Months, day.Month) && (DayAndWeekday ? isDay && isWeekday : isDay || isWeekday);
    }

    private bool HasDay()
    {
        var firstDay = LastDay ? 1 : BitOperations.TrailingZeroCount(Days);
        return Enumerable.Range(1, 12)
            .Any(month => Has(Months, month) && firstDay <= DateTime.DaysInMonth(2000, month));
    }

    private static bool Has(ulong set, int element) => (set >> element & 1) != 0;
}
