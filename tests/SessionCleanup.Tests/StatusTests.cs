using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public sealed class StatusTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task The_first_line_answers_and_the_rest_explains()
    {
        await Given.ExpiredSessionAsync(online: 2);
        await Database.CleanupAsync();
        await Given.ExpiredSessionAsync(ago: 3.Days());

        var result = await StatusAsync();

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        var lines = result.StandardOutput.TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Matches("^last success [0-9]s ago, 1 expired session pending$", lines[0]);
        var lastMigration = PsqlTests.Files().Last(file => file.StartsWith("migrations/", StringComparison.Ordinal));
        Assert.Equal($"schema version: {Path.GetFileNameWithoutExtension(lastMigration)}", lines[1]);
        Assert.StartsWith("oldest expired session: since 20", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, line => Regex.IsMatch(line, "^collaborative +1 +1 +1 +2$"));
        Assert.Single(lines, line => Regex.IsMatch(line, "^ *[0-9]+  20[0-9-]{8} [0-9:]{8} +[0-9]s +1 +2  finished$"));
        Assert.Single(lines, line => Regex.IsMatch(line, "^20[0-9-]{8} +1 +1 +2$"));
        Assert.Contains(lines, line => line.StartsWith("pg_cron: ", StringComparison.Ordinal));
        Assert.Equal(lines[0], lines[^1]);
    }

    [Fact]
    public async Task Numbers_are_grouped_and_aligned_and_what_is_wrong_stands_at_the_end()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO session_type VALUES (repeat('x', 60), '1 day');
            INSERT INTO cleanup_run (started_at, updated_at, finished_at, sessions_cleaned, members_set_offline, sessions_failed)
            VALUES ('2026-01-02 03:04:05.678+00', now(), '2026-01-03 03:04:05.678+00', 1234567, 10, 0),
                   (now() - interval '3 hours', now(), now(), 5, 12345678, 1200);
            """);

        var lines = (await StatusAsync()).StandardOutput.TrimEnd().Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(lines, line =>
            Regex.IsMatch(line, "^ *[0-9]+  2026-01-02 03:04:05 +1d  1,234,567          10  finished$"));
        Assert.Contains(lines, line =>
            Regex.IsMatch(line, "^ *[0-9]+  20.{17} +3h          5  12,345,678  1,200 failed$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, "^x{19}… +0 +0 +0 +0$"));
        Assert.Equal("WARNING: the last run could not clean 1,200 sessions (cleanup_run_failure)", lines[^2]);
        Assert.Matches("^last success [0-9]+s ago, 0 expired sessions pending; 1 problem$", lines[^1]);
    }

    [Fact]
    public async Task A_run_that_was_stopped_early_is_visible_until_nothing_is_left_and_so_is_an_undone_one()
    {
        await Given.ExpiredSessionsAsync(3);
        await CommandLine.RunAsync(
            "cleanup", "--batch-size=1", "--pause=1m", "--max-runtime=1s", "--connection", Database.ConnectionString);

        Assert.Equal(
            ["max-runtime|1|True|True"],
            await Database.RowsAsync(
                "SELECT stopped_by, batches, longest_batch_seconds > 0, first_expires_at < now() FROM "
                    + "cleanup_run_history JOIN cleanup_run USING (cleanup_run_id, stopped_by, batches, "
                        + "longest_batch_seconds)"));
        var status = await StatusAsync();
        Assert.Contains("  stopped early\n", status.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(
            "WARNING: the last run was stopped by max-runtime, and 2 sessions are expired\n", status.StandardOutput,
            StringComparison.Ordinal);
        await Database.ExecuteAsync("SELECT undo_cleanup_run(max(cleanup_run_id)) FROM cleanup_run");
        Assert.Contains("  undone\n", (await StatusAsync()).StandardOutput, StringComparison.Ordinal);
        await Database.CleanupAsync();
        Assert.StartsWith("OK: ", (await StatusAsync("--max-age=1d")).StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT cleanup_sessions()", "cleanup_sessions")]
    [InlineData("CALL cleanup_sessions_in_batches()", "cleanup_sessions_in_batches")]
    [InlineData(null, "session-cleanup")]
    public async Task A_run_says_which_way_it_came_in(string? sql, string wayIn)
    {
        if (sql is null)
        {
            await CommandLine.RunAsync("cleanup", "--connection", Database.ConnectionString);
        }
        else
        {
            await Database.ExecuteAsync(sql);
        }

        Assert.Equal([$"{wayIn}|finished"], await Database.RowsAsync("SELECT way_in, state FROM cleanup_run_history"));
    }

    [Fact]
    public async Task A_run_is_running_until_its_backend_is_gone_or_an_hour_has_passed_without_a_batch()
    {
        await using (var connection = await Database.OpenAsync(_ => { }))
        {
            await connection.ExecuteAsync("SELECT cleanup_run_begin()");
            Assert.Equal(["running"], await Database.RowsAsync("SELECT state FROM cleanup_run_history"));
            await Database.ExecuteAsync("UPDATE cleanup_run SET updated_at = now() - interval '61 minutes'");
            Assert.Equal(["died"], await Database.RowsAsync("SELECT state FROM cleanup_run_history"));
            await Database.ExecuteAsync("UPDATE cleanup_run SET updated_at = now()");
        }

        while (await Database.ScalarAsync<string>("SELECT state FROM cleanup_run_history") != "died")
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT runs_died_since FROM session_cleanup_status"));
        await Database.CleanupAsync();
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT runs_died_since FROM session_cleanup_status"));
    }

    [Fact]
    public async Task The_history_prunes_itself_and_the_retention_is_changed_in_SQL()
    {
        const string OldRuns =
            """
            INSERT INTO cleanup_run (started_at, updated_at, finished_at)
            SELECT moment, moment, moment FROM generate_series(1, 1500) AS number, LATERAL (SELECT now() - number * interval '1 day') AS at (moment)
            """;
        await Database.ExecuteAsync(OldRuns);

        await Database.CleanupAsync();
        Assert.Equal(501, await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run"));
        await Database.CleanupAsync();
        Assert.Equal(364 + 2, await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run"));
        await Database.ExecuteAsync("UPDATE cleanup_setting SET run_retention = '10 days'");
        // It began before that, and is still running.
        await Database.ExecuteAsync("INSERT INTO cleanup_run (started_at) VALUES (now() - interval '11 days')");
        await Database.CleanupAsync();
        await Database.ExecuteAsync("UPDATE cleanup_setting SET run_retention = '1 year'");
        Assert.Equal(9 + 3 + 1, await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run"));
        Assert.Equal("23514", (await Assert.ThrowsAsync<PostgresException>(
            () => Database.ExecuteAsync("UPDATE cleanup_setting SET run_retention = '0'"))).SqlState);
    }

    [Fact]
    public async Task A_history_of_many_runs_is_read_by_its_indexes()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO cleanup_run (started_at, updated_at, finished_at)
            SELECT moment, moment, moment FROM generate_series(50000, 1, -1) AS number, LATERAL (SELECT now() - number * interval '10 minutes') AS at (moment);
            ANALYZE cleanup_run;
            """);
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync("BEGIN");

        await connection.RowsAsync("TABLE session_cleanup_status");
        await connection.RowsAsync("SELECT * FROM cleanup_run_history ORDER BY cleanup_run_id DESC LIMIT 10");
        await connection.RowsAsync("TABLE cleanup_day");

        // Rows read of cleanup_run, without an index and by one: 14 days of runs, and a handful.
        Assert.InRange(
            await connection.ScalarAsync<long>(
                """
                SELECT sum(pg_stat_get_xact_tuples_fetched(relation) + CASE relation WHEN indrelid THEN pg_stat_get_xact_tuples_returned(relation) ELSE 0 END)::bigint
                  FROM (SELECT indrelid, indexrelid AS relation FROM pg_index UNION SELECT indrelid, indrelid FROM pg_index) AS relations
                 WHERE indrelid = 'cleanup_run'::regclass
                """),
            13 * 144,
            15 * 144);
        await connection.ExecuteAsync("ROLLBACK");
        await Database.ExecuteAsync("TRUNCATE cleanup_run");
    }

    [Theory]
    [InlineData("26h")]
    [InlineData("90m")]
    [InlineData("1d")]
    [InlineData("1.5h")]
    [InlineData("1h30m")]
    [InlineData("45s")]
    [InlineData("3600")]
    public async Task A_recent_success_is_OK_in_every_form_of_max_age(string maxAge)
    {
        await Database.CleanupAsync();

        var result = await StatusAsync("--max-age", maxAge, "--max-backlog", "0");

        Assert.Equal(0, result.ExitStatus);
        Assert.StartsWith("OK: last success ", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-1h")]
    [InlineData("0h")]
    [InlineData("1h 30m")]
    [InlineData("26x")]
    public async Task A_max_age_that_is_no_length_of_time_is_wrong_usage(string maxAge)
    {
        var result = await StatusAsync($"--max-age={maxAge}");

        Assert.Equal(64, result.ExitStatus);
        Assert.Contains("For example 26h", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stale_success_and_a_backlog_are_critical_and_the_first_line_says_why()
    {
        await Given.ExpiredSessionsAsync(3);
        await Database.ExecuteAsync(
            "INSERT INTO cleanup_run (started_at, finished_at) VALUES (now() - interval '27 hours', now() - interval "
                + "'26 hours 30 minutes')");

        var result = await StatusAsync("--max-age", "26h", "--max-backlog", "2");

        Assert.Equal(2, result.ExitStatus);
        Assert.StartsWith(
            "CRITICAL: no cleanup has succeeded for 1d 2h, more than 26h; 3 sessions are expired and not cleaned up, "
                + "more than 2 | age=954",
            result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal(0, (await StatusAsync("--max-age", "27h", "--max-backlog", "3")).ExitStatus);
    }

    [Fact]
    public async Task No_run_ever_is_critical_for_max_age_and_a_clock_that_was_set_back_is_not()
    {
        var never = await StatusAsync("--max-age", "1d");
        Assert.Equal(2, never.ExitStatus);
        Assert.StartsWith("CRITICAL: no cleanup has ever succeeded", never.StandardOutput, StringComparison.Ordinal);

        await Database.ExecuteAsync("INSERT INTO cleanup_run (finished_at) VALUES (now() + interval '30 seconds')");
        var future = await StatusAsync("--max-age", "1d");
        Assert.Equal(0, future.ExitStatus);
        Assert.StartsWith("OK: last success 0s ago", future.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_has_the_documented_keys()
    {
        await Given.ExpiredSessionAsync();
        await Database.CleanupAsync();

        using var json = JsonDocument.Parse((await StatusAsync("--output", "json")).StandardOutput);

        Assert.Equal(
            [
                "state", "problems", "schema_version", "session_cleanup_status", "session_statistics",
                "cleanup_run_history", "cleanup_day",
                "cron_note", "cron_next_run", "cron_job", "cron_job_run_details",
            ],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0, json.RootElement.GetProperty("session_cleanup_status").GetProperty("backlog").GetInt64());
        Assert.Equal(1,
            json.RootElement.GetProperty("cleanup_run_history")[0].GetProperty("sessions_cleaned").GetInt64());
    }

    [Fact]
    public async Task Prometheus_metrics_are_what_promtool_accepts_and_the_file_is_whole()
    {
        await Database.ExecuteAsync("INSERT INTO session_type VALUES ('with \"quotes\" and \\', '1 day')");
        await Given.ExpiredSessionAsync(online: 1);
        await Database.CleanupAsync();
        await Given.ExpiredSessionsAsync(2);
        var directory = Directory.CreateTempSubdirectory();
        var file = Path.Combine(directory.FullName, "session_cleanup.prom");

        var toFile = await StatusAsync("--output", "prometheus", "--output-file", file, "--max-backlog", "1");
        var toStdout = await StatusAsync("--output", "prometheus");

        Assert.Equal((2, ""), (toFile.ExitStatus, toFile.StandardOutput));
        var metrics = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal([file], Directory.GetFiles(directory.FullName));
        Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead));
        Assert.Contains("session_cleanup_expired_sessions{session_type=\"collaborative\"} 2\n", metrics,
            StringComparison.Ordinal);
        Assert.Contains("session_cleanup_sessions{session_type=\"collaborative\",state=\"inactive\"} 1\n", metrics,
            StringComparison.Ordinal);
        Assert.Matches("\nsession_cleanup_last_run_longest_batch_seconds 0[.][0-9]+\n", metrics);
        Assert.Contains("session_cleanup_failed_runs 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("session_cleanup_today_cleaned_sessions 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("session_cleanup_last_run_offline_members 1\n", metrics, StringComparison.Ordinal);
        Assert.Equal(metrics.Split('\n').Length, toStdout.StandardOutput.Split('\n').Length);
        var check = await ProcessResult.RunAsync("bash", ["-c", "promtool check metrics <\"$0\"", file]);
        Assert.Equal((0, ""), (check.ExitStatus, check.AllOutput));
        directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData("cleanup", "--output", "prometheus")]
    [InlineData("migrate", "--output", "prometheus")]
    [InlineData("status", "--output-file", "x.prom")]
    [InlineData("cleanup", "--output", "html")]
    [InlineData("status", "--max-backlog", "-1")]
    public async Task Wrong_usage_is_64(params string[] arguments) =>
        Assert.Equal(64,
            (await CommandLine.RunAsync([.. arguments, "--connection", Database.ConnectionString])).ExitStatus);

    [Fact]
    public async Task A_file_that_can_not_be_written_is_reported_in_two_lines()
    {
        var result = await StatusAsync("--output", "prometheus", "--output-file",
            "/does/not/exist/session_cleanup.prom");

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("The output file can't be written", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_read_the_views_alone_can_run_it()
    {
        await Given.ExpiredSessionAsync();
        await Database.CleanupAsync();
        await Database.ExecuteAsync(
            $"GRANT SELECT ON session_cleanup_status, session_statistics, cleanup_run_history, cleanup_day TO "
                + $"{PostgresServer.Runner}");

        var result = await CommandLine.RunAsync("status", "--max-age", "1d", "--connection",
            Database.ConnectionStringWith(settings =>
        {
            settings.Username = PostgresServer.Runner;
            settings.Password = "runner";
        }));

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.Contains("  finished\n", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("schema version: not known", result.StandardOutput, StringComparison.Ordinal);
    }

    private Task<ProcessResult> StatusAsync(params string[] arguments) =>
        CommandLine.RunAsync(["status", "--connection", Database.ConnectionString, .. arguments]);
}
