using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Npgsql;
using SessionCleanup.Database;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>Schedules as a real pg_cron reads them.</summary>
[Trait("needs", "pg_cron")]
public sealed class CronGrammarTests : IAsyncLifetime
{
    private PrivateCluster _cluster = null!;
    private NpgsqlConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PrivateCluster.StartAsync(
            "shared_preload_libraries=pg_cron", "cron.use_background_workers=on", "max_worker_processes=300",
            "cron.max_running_jobs=200");
        _connection = await Sql.OpenAsync(_cluster.ConnectionString);
        await _connection.ExecuteAsync("CREATE EXTENSION pg_cron");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_pg_cron_accepts_is_understood_and_nothing_else()
    {
        var anything = Generated.Text(
            12, "0", "5", "22", "59", "7", "*", "/", "-", ",", " ", " ", " ", "\t", "#1", "mon", "FRI", "jan", "feb",
            "L", "W", "?", "\n", "x", "٣");
        var element = Gen.OneOf(
            Generated.OneOf("*", "0", "1", "5", "12", "7", "23", "31", "59", "60", "22-6", "1-5", "*/15", "*/0",
                "1-5/2", "5-64/30", "1/20", "sun", "Tue"),
            Generated.OneOf("jan-mar", "sat-sun", "monday", "3#1", "*x", "4294967296", "99999999999999999999",
                "5-10/2147483647", "00012", "-1", "a", "1.5"));
        var list = element.Array[1, 2].Select(elements => string.Join(',', elements));
        var fields = Gen.Select(list.Array[4, 6], Generated.OneOf(" ", "  ", "\t"), (all, blank) =>
            string.Join(blank, all));
        // Most of those are refused for one of their fields; these are accepted, or nearly.
        var plain = Generated.OneOf("*", "1", "2", "5", "1-5", "*/2", "2-4/2", "1/3", "1,3", "4-2").Array[5]
            .Select(all => string.Join(' ', all));
        string[] special =
        [
            "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@daily ", "@daily x",
            "@Daily", "@never", "", " ", "# x",
            "# x\n0 2 * * *", "\n\n0 2 * * *\n", "0 2 *\n* *", new string('0', 400) + " 2 * * *",
            new string(' ', 991) + "0 2 * * *",
            new string(' ', 990) + "0 2 * * *", "0 2 * * * * *", "0 2 * *", "0 2 * * ", " 0 2 * * *",
        ];
        var schedules = Generated.Cases(Gen.OneOf(anything, fields, fields, plain), 2_000).Concat(special).Distinct()
            .ToArray();
        await _connection.ExecuteAsync(
            """
            CREATE FUNCTION accepts(schedule text) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM cron.schedule('probe', schedule, 'SELECT 1');
                RETURN cron.unschedule('probe');
            EXCEPTION WHEN invalid_parameter_value THEN
                RETURN false;
            END $$
            """);

        var accepted = await _connection.ScalarAsync<bool[]>(
            "SELECT array_agg(accepts(schedule) ORDER BY number) FROM unnest($1) WITH ORDINALITY AS list (schedule, "
                + "number)", (object)schedules);

        foreach (var (schedule, isAccepted) in schedules.Zip(accepted))
        {
            Assert.True(isAccepted == CronGrammar.Parse(schedule) is not null,
                $"pg_cron {(isAccepted ? "accepts" : "refuses")} '{schedule}'");
        }

        Assert.InRange(accepted.Count(isAccepted => isAccepted), 200, schedules.Length - 200);
    }

    /// <summary>
    /// Schedules around the present moment. pg_cron has a minute to run those that are due, and only those.
    /// </summary>
    [Fact]
    public async Task The_jobs_that_are_said_to_run_next_run_next()
    {
        // Not at the end of a minute, so that pg_cron has read all jobs when the next one begins.
        await Sql.UntilAsync(_cluster.ConnectionString, "SELECT extract(second FROM now()) BETWEEN 1 AND 45");
        var now = await _connection.ScalarAsync<DateTime>("SELECT now()");
        var next = now.AddMinutes(1);
        string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        var minute = Generated.OneOf(
            "*", "*", Number(next.Minute), $"{next.Minute}#1", $"{next.Minute}-{next.Minute}", "*/1", "*/7", "59-0",
            $"{next.AddMinutes(30).Minute}",
            $"59-0,{next.Minute}");
        var hour = Generated.OneOf("*", "*", Number(next.Hour), $"{next.Hour}#2", "0-23", "22-6", "23-0", $"*/2",
            $"{next.AddHours(5).Hour}");
        var day = Generated.OneOf("*", "*", Number(next.Day), $"{next.AddDays(3).Day}", "*/2", "31-1");
        var month = Generated.OneOf("*", "*", Number(next.Month), next.ToString("MMM", CultureInfo.InvariantCulture),
            "dec-jan", "1-12/2");
        var weekday = Generated.OneOf(
            "*", "*", Number((int)next.DayOfWeek), next.ToString("ddd", CultureInfo.InvariantCulture), "7", "sat-sun",
            "1-5", "5-1", "0-7/3");
        var schedules = Generated.Cases(Gen.Select(minute, hour, day, month, weekday, (m, h, d, mo, w) =>
            $"{m} {h} {d} {mo} {w}"), 150)
            .Append("* * * * *").ToArray();
        await _connection.ExecuteAsync(
            "SELECT cron.schedule(number::text, schedule, 'SELECT 1') FROM unnest($1) WITH ORDINALITY AS list "
                + "(schedule, number)", (object)schedules);

        var expected = schedules.Select(schedule => CronSchedule.NextRun(schedule, "GMT", now)).ToArray();
        var minuteStart = now.AddSeconds(-now.Second);
        var due = Enumerable.Range(1, schedules.Length)
            .Where(number => expected[number - 1] < minuteStart.AddMinutes(1.5)).ToArray();
        Assert.InRange(due.Length, 10, 140);
        const string Started =
            "SELECT DISTINCT jobname::int FROM cron.job_run_details JOIN cron.job USING (jobid) WHERE start_time IS "
                + "NOT NULL";
        var patience = Stopwatch.StartNew();
        int[] started;
        do
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(3), "pg_cron did not run a job that should be due.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
            started = await _connection.ScalarAsync<int[]>($"SELECT ARRAY({Started})");
        }
        while (due.Except(started).Any());

        // What ran beside those became due in the minutes since.
        var end = await _connection.ScalarAsync<DateTime>("SELECT now()");
        Assert.All(started, number => Assert.True(expected[number - 1] <= end, schedules[number - 1]));
    }
}
