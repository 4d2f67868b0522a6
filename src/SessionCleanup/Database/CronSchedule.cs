using Cronos;

namespace SessionCleanup.Database;

/// <summary>When pg_cron runs a job next, which pg_cron itself does not tell.</summary>
internal static class CronSchedule
{
    /// <param name="schedule">A schedule that pg_cron has accepted.</param>
    /// <param name="timeZone">pg_cron's time zone. Null: this role may not see it.</param>
    /// <param name="now">A moment in UTC, by the server's clock.</param>
    /// <returns>In UTC. Null: not known, as for "30 seconds", which counts from the last run.</returns>
    public static DateTime? NextRun(string schedule, string? timeZone, DateTime now)
    {
        // pg_cron writes the last day of the month as $.
        var fields = schedule.Replace('$', 'L').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is not [_, _, var day, _, var weekday] || timeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone))
        {
            return null;
        }

        // Where both are restricted, cron takes the days that either of them names; Cronos, those that both name.
        return day.StartsWith('*') || weekday.StartsWith('*')
            ? Next(fields)
            : new[] { Next([.. fields[..4], "*"]), Next([fields[0], fields[1], "*", fields[3], weekday]) }.Min();

        DateTime? Next(string[] parts) =>
            CronExpression.TryParse(string.Join(' ', parts), out var expression) ? expression.GetNextOccurrence(now, zone) : null;
    }
}
