using System.Globalization;
using CsCheck;
using SessionCleanup.Database;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// The next run is the first minute in which PostgreSQL's own clock in pg_cron's time zone shows what the schedule
/// says.
/// </summary>
public sealed class CronOracleTests(PostgresServer server)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
        "nov", "dec"];
    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <param name="Members">What the text stands for.</param>
    private sealed record Field(string Text, int[] Members);

    // The clocks change in these zones within the hundred days: at night, at midnight, and by half an hour.
    [Theory]
    [InlineData("UTC", "2027-02-20 11:22:33")]
    [InlineData("Europe/Berlin", "2027-03-20 11:22:33")]
    [InlineData("America/Havana", "2027-03-01 23:59:59")]
    [InlineData("Australia/Lord_Howe", "2027-03-20 00:00:00")]
    public async Task The_next_run_is_the_first_minute_that_matches(string zone, string start)
    {
        var now = DateTime.SpecifyKind(DateTime.Parse(start, CultureInfo.InvariantCulture), DateTimeKind.Utc);
        await using var connection = await Sql.OpenAsync(await server.EmptyDatabaseAsync());
        await connection.ExecuteAsync(
            """
            CREATE TEMP TABLE minute AS
            SELECT at, extract(minute FROM local)::int AS minute, extract(hour FROM local)::int AS hour, extract(day FROM local)::int AS day,
                   extract(month FROM local)::int AS month, extract(dow FROM local)::int AS weekday
              FROM generate_series(date_trunc('minute', $1::timestamptz) + interval '1 minute', $1::timestamptz + interval '100 days', '1 minute') AS at
             CROSS JOIN LATERAL (SELECT at AT TIME ZONE $2) AS zone (local)
            """, now, zone);
        var schedules = Gen.Select(AnyField(0, 59), AnyField(0, 23), AnyField(1, 31), AnyField(1, 12, Months),
            AnyField(0, 7, Weekdays));
        foreach (var (minute, hour, day, month, weekday) in Generated.Cases(schedules, 60))
        {
            var both = day.Text.StartsWith('*') || weekday.Text.StartsWith('*') ? "AND" : "OR";
            var expected = await connection.ScalarAsync<DateTime?>(
                $"""
                SELECT min(at) FROM minute
                 WHERE minute = ANY($1) AND hour = ANY($2) AND month = ANY($4) AND (day = ANY($3) {both} weekday = ANY($5))
                """, minute.Members, hour.Members, day.Members, month.Members, weekday.Members.Select(member => member % 7).ToArray());
            var schedule = $"{minute.Text} {hour.Text} {day.Text} {month.Text} {weekday.Text}";

            var actual = CronSchedule.NextRun(schedule, zone, now);

            Assert.True(expected == (actual < now.AddDays(100) ? actual : null),
                $"{schedule}: {expected:s}, not {actual:s}");
            Assert.False(expected is not null && CronGrammar.Parse(schedule)!.NeverRuns, schedule);
        }
    }

    [Theory]
    [InlineData("0 22-6 * * *")]
    [InlineData("17-15 * * * *")]
    [InlineData("0 0 31 2 *")]
    [InlineData("0 0 30,31 feb *")]
    [InlineData("0 0 31 2,4,6,9,11 *")]
    [InlineData("0 0 * dec-jan *")]
    [InlineData("0 0 * * sat-sun")]
    [InlineData("0 0 31 2 5-1")]
    [InlineData("@yearly")]
    public void A_schedule_without_any_moment_never_runs(string schedule) =>
        Assert.True(CronGrammar.Parse(schedule)!.NeverRuns);

    [Theory]
    [InlineData("0 0 29 2 *", "2028-02-29")]
    [InlineData("0 0 29 2 */7", "2032-02-29")]
    [InlineData("0 0 31 2 1", "2027-02-01")]
    [InlineData("0 0 1 * sat-sun", "2026-12-01")]
    [InlineData("0 0 $ * *", "2026-11-30")]
    [InlineData("0 0 $ 2 *", "2027-02-28")]
    [InlineData("@weekly", "2026-11-29")]
    [InlineData("@monthly", "2026-12-01")]
    public void A_rare_one_runs(string schedule, string day) => Assert.Equal(
        DateTime.Parse(day, CultureInfo.InvariantCulture),
        CronSchedule.NextRun(schedule, "GMT", new DateTime(2026, 11, 24, 12, 30, 30, DateTimeKind.Utc)));

    private static Gen<Field> AnyField(int low, int high, string[]? names = null)
    {
        var number = Gen.Int[low, high].Select(value => new Field($"{value}", [value]));
        var range = Gen.Select(Gen.Int[low, high], Gen.Int[low, high], Gen.Int[1, 4], Gen.Bool,
            (first, last, step, isShort) => new Field(
            isShort ? $"{first}-{last}" : $"{first}-{last}/{step}", Steps(first, last, isShort ? 1 : step)));
        var every = Gen.Int[1, high].Select(step => new Field(step == 1 ? "*" : $"*/{step}", Steps(low, high, step)));
        var name = names is null ? number
            : Gen.Int[0, names.Length - 1].Select(index => new Field(names[index].ToUpperInvariant(), [index + low]));
        return Gen.OneOf(every, every, Gen.Const(new Field("*", Steps(low, high, 1))), Gen.Select(
            Gen.OneOf(number, range, name).Array[1, 3],
            Generated.OneOf("", "", "#1", "#1,x"),
            (fields, end) =>
                new Field(string.Join(',', fields.Select(field => field.Text)) + end,
                    [.. fields.SelectMany(field => field.Members)])));
    }

    private static int[] Steps(int first, int last, int step) =>
        [.. Enumerable.Range(0, 60).Select(index => first + (index * step)).Where(member => member <= last)];
}
