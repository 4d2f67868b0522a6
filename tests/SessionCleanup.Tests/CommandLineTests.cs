using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Cocona.Command;
using Npgsql;
using SessionCleanup.Commands.CommandLine;
using SessionCleanup.Errors;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public sealed class CommandLineTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Timestamp = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ";

    [Fact]
    public async Task The_json_of_a_dry_run_and_of_the_run_have_the_same_figures_and_a_second_run_cleans_nothing()
    {
        await Database.ExecuteAsync(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "sql/sample/load_sample.sql"),
            TestContext.Current.CancellationToken));

        var dryRun = await JsonAsync("cleanup", "--dry-run");
        var run = await JsonAsync("cleanup");
        var again = await JsonAsync("cleanup");

        Assert.Equal(
            [
                "dry_run", "sessions_cleaned", "members_set_offline", "active_sessions", "inactive_sessions",
                "total_sessions",
                "run_id", "sessions_failed", "expired_sessions_left", "seconds", "stopped_by",
            ],
            run.EnumerateObject().Select(property => property.Name));
        Assert.Equal(800, run.GetProperty("sessions_cleaned").GetInt64());
        Assert.True(run.GetProperty("members_set_offline").GetInt64() > 0);
        Assert.Equal(Figures(dryRun), Figures(run));
        Assert.Equal(0, again.GetProperty("sessions_cleaned").GetInt64());
        Assert.Equal(0, again.GetProperty("members_set_offline").GetInt64());

        static IEnumerable<long> Figures(JsonElement document) =>
            document.EnumerateObject().Skip(1).Take(5).Select(property => property.Value.GetInt64());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Every_batch_size_gives_the_same_result(int batchSize)
    {
        await Given.ExpiredSessionsAsync(7);
        await Given.SessionAsync();

        var result = await RunAsync("cleanup", "--batch-size", $"{batchSize}", "--pause", "1");

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.Contains("7 sessions cleaned up, 14 members set offline", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("1 active, 7 inactive, 8 total", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(["7|14|session-cleanup"],
            await Database.RowsAsync(
                "SELECT sessions_cleaned, members_set_offline, application_name FROM cleanup_run"));
    }

    [Fact]
    public async Task A_verbose_dry_run_always_shows_the_statistics()
    {
        var empty = await RunAsync("cleanup", "--dry-run", "--verbose");
        await Given.SessionAsync();
        await Given.ExpiredSessionAsync(online: 2);
        await Database.ExecuteAsync("UPDATE session SET title = E'two\\nlines \\033[31m' WHERE expires_at < now()");
        var full = await RunAsync("cleanup", "--dry-run", "--verbose");

        Assert.Equal(0, empty.ExitStatus);
        Assert.Contains("no session is expired", empty.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("0 sessions would be cleaned up, 0 members would be set offline", empty.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("0 active, 0 inactive, 0 total", empty.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("2 members online, title \"two lines  [31m\"", full.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("1 session would be cleaned up, 2 members would be set offline", full.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("1 active, 1 inactive, 2 total", full.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
    }

    [Fact]
    public async Task A_verbose_json_lists_the_expired_sessions()
    {
        await Given.ExpiredSessionAsync(ago: 2.Days(), online: 1);
        await Database.ExecuteAsync(
            "INSERT INTO session (session_type, expires_at) VALUES ('collaborative', '-infinity')");

        var document = await JsonAsync("cleanup", "--verbose");

        var sessions = document.GetProperty("expired_sessions").EnumerateArray().ToArray();
        Assert.Equal(2, sessions.Length);
        Assert.Equal("-infinity", sessions[0].GetProperty("expires_at").GetString());
        Assert.Equal(JsonValueKind.Null, sessions[0].GetProperty("title").ValueKind);
        Assert.Equal("a session", sessions[1].GetProperty("title").GetString());
        Assert.Equal(1, sessions[1].GetProperty("members_online").GetInt64());
        Assert.Equal(2, document.GetProperty("sessions_cleaned").GetInt64());
        Assert.Empty((await JsonAsync("cleanup", "--verbose")).GetProperty("expired_sessions").EnumerateArray());
    }

    [Fact]
    public async Task Every_line_in_a_log_begins_with_a_timestamp()
    {
        await Given.ExpiredSessionAsync();

        var result = await RunAsync("cleanup", "--verbose");

        Assert.All(
            result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(Timestamp, line));
    }

    [Fact]
    public async Task On_a_terminal_there_is_a_progress_bar_and_a_table()
    {
        await Given.ExpiredSessionsAsync(7);

        // Its input, output and diagnostics are a terminal that script makes.
        var result = await ProcessResult.RunAsync(
            "script",
            ["--quiet", "--return", "--command", $"{CommandLine.Program} cleanup --batch-size 2", "/dev/null"],
            new Dictionary<string,
            string?>
            { ["SESSION_CLEANUP_CONNECTION"] = Database.ConnectionString, ["TERM"] = "xterm" });

        Assert.Equal(0, result.ExitStatus);
        Assert.Matches(@"7 of 7 sessions, [0-9,]+/s", result.StandardOutput);
        Assert.Contains("100%", result.StandardOutput, StringComparison.Ordinal);
        Assert.Matches(@"│ Sessions cleaned up +│ +7 │", result.StandardOutput);
        Assert.DoesNotMatch(@"\d{4}-\d\d-\d\dT", result.StandardOutput);
    }

    [Fact]
    public async Task Max_runtime_ends_the_run_after_a_batch_and_the_next_run_goes_on()
    {
        await Given.ExpiredSessionsAsync(5);

        var limited = await RunAsync(
            "cleanup", "--batch-size", "1", "--pause", "700", "--max-runtime", "1", "--output", "json");
        var rest = await RunAsync("cleanup");

        Assert.Equal(0, limited.ExitStatus);
        Assert.Contains("Stopped by --max-runtime", limited.StandardError, StringComparison.Ordinal);
        var result = JsonDocument.Parse(limited.StandardOutput).RootElement;
        Assert.Equal("max-runtime", result.GetProperty("stopped_by").GetString());
        Assert.Equal(
            5, result.GetProperty("sessions_cleaned").GetInt64()
                + result.GetProperty("expired_sessions_left").GetInt64());
        Assert.Equal(
            await Database.ScalarAsync<long>("SELECT min(cleanup_run_id) FROM cleanup_run"),
            result.GetProperty("run_id").GetInt64());
        // A third batch would begin after 1.4 s.
        Assert.InRange(
            await Database.ScalarAsync<long>(
                "SELECT sessions_cleaned FROM cleanup_run ORDER BY cleanup_run_id LIMIT 1"), 1, 2);
        Assert.Equal("5", await CleanedAsync());
        Assert.Equal(2,
            await Database.ScalarAsync<long>(
                "SELECT count(*) FROM cleanup_run WHERE sessions_cleaned > 0 AND finished_at IS NOT NULL"));
        Assert.Equal(0, rest.ExitStatus);
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task A_signal_ends_the_run_after_the_batch_and_what_was_done_is_printed(string signal, int exitStatus)
    {
        await Given.ExpiredSessionsAsync(50);
        using var process = CommandLine.Start(
            "cleanup", "--batch-size", "1", "--pause", "50", "--output", "json", "--connection",
            Database.ConnectionString);
        while (await Database.ScalarAsync<long>("SELECT coalesce(max(sessions_cleaned), 0) FROM cleanup_run") < 3)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        using (Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
        }

        var result = await CommandLine.FinishAsync(process);

        Assert.Equal(exitStatus, result.ExitStatus);
        Assert.Contains("Interrupted", result.StandardError, StringComparison.Ordinal);
        var printed = JsonDocument.Parse(result.StandardOutput).RootElement.GetProperty("sessions_cleaned").GetInt64();
        Assert.InRange(printed, 3, 49);
        Assert.Equal($"{printed}", await CleanedAsync());
        Assert.Equal(printed,
            await Database.ScalarAsync<long>("SELECT sessions_cleaned FROM cleanup_run WHERE finished_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_signal_rolls_a_single_transaction_back()
    {
        await Given.ExpiredSessionsAsync(2);
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION wait_long() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
            CREATE TRIGGER wait_long BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION wait_long();
            """);
        using var process = CommandLine.Start("cleanup", "--batch-size", "0", "--connection",
            Database.ConnectionString);
        while (await Database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'session-cleanup' AND wait_event = "
                + "'PgSleep' AND datname = current_database()") == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        using (Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
        }

        var result = await CommandLine.FinishAsync(process);
        await Database.ExecuteAsync("DROP FUNCTION wait_long CASCADE");

        Assert.Equal(143, result.ExitStatus);
        Assert.Contains("rolled back", result.StandardError, StringComparison.Ordinal);
        Assert.Equal("0", await CleanedAsync());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("cleanup", "--dry-run")]
    public async Task A_signal_ends_what_only_reads(params string[] arguments)
    {
        await using var ddl = await Database.OpenAsync();
        await ddl.ExecuteAsync("BEGIN");
        await ddl.ExecuteAsync("LOCK TABLE session IN ACCESS EXCLUSIVE MODE");
        using var process = CommandLine.Start([.. arguments, "--connection", Database.ConnectionString]);
        await Sql.UntilAsync(
            Database.ConnectionString,
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'session-cleanup' AND "
                + "wait_event_type = 'Lock' AND datname = current_database())");

        using (Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
        }

        var result = await CommandLine.FinishAsync(process);
        Assert.Equal((143, ""), (result.ExitStatus, result.StandardOutput));
        Assert.Matches(Timestamp + "Interrupted[^\n]*\n$", result.StandardError);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("cleanup", "--help")]
    [InlineData("migrate", "--help")]
    public async Task Help_and_version_are_0(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(arguments);

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.Contains("session-cleanup", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unknown option '--bogus'", "cleanup", "--bogus")]
    [InlineData("'bogus' is not a command", "bogus")]
    [InlineData("Unexpected argument 'extra'", "cleanup", "extra")]
    [InlineData("--batch-size must be a whole number, not 'many'", "cleanup", "--batch-size", "many")]
    [InlineData("'--batch-size' needs a value", "cleanup", "--batch-size")]
    [InlineData("--batch-size must be 0 or more, not -1", "cleanup", "--batch-size", "-1")]
    [InlineData("--pause must be 0 or more, not -1", "cleanup", "--pause", "-1")]
    [InlineData("--max-runtime must be 0 or more, not -1", "cleanup", "--max-runtime", "-1")]
    [InlineData("--wait must be 0 or more, not -1", "migrate", "--wait", "-1")]
    [InlineData("--output must be one of text, json, prometheus, html, not 'xml'", "cleanup", "--output", "xml")]
    [InlineData("The connection in --connection is malformed", "cleanup", "--connection", "nonsense")]
    [InlineData("No command was given")]
    [InlineData("'bogus' is not a command", "bogus", "--help")]
    [InlineData("Unknown option '--version'", "cleanup", "--version")]
    [InlineData("--output must be one of text, json, prometheus, html, not '7'", "cleanup", "--output", "7")]
    [InlineData("--output must be one of text, json, prometheus, html, not 'JSON'", "cleanup", "--output", "JSON")]
    [InlineData("Option '--max-backlog' has an empty value", "status", "--max-backlog", "")]
    [InlineData("Option '--max-age' has an empty value", "status", "--max-age=")]
    [InlineData("Option '--verbose' is given twice", "cleanup", "--verbose", "--verbose=false")]
    [InlineData("Option '--pause' needs a value", "cleanup", "--pause", "--dry-run")]
    [InlineData("--batch-size must be at most 2147483647, not 2147483648", "cleanup", "--batch-size", "2147483648")]
    [InlineData("--max-backlog must be at most 9223372036854775807", "status", "--max-backlog", "9223372036854775808")]
    [InlineData("--batch-size must be a whole number, not '\uff15'", "cleanup", "--batch-size", "\uff15")]
    [InlineData("--max-age must be a length of time, not '\uff11h'", "status", "--max-age", "\uff11h")]
    [InlineData("--max-age must be a length of time", "status", "--max-age", "26h\n")]
    [InlineData("--pause must be at most 49d, not 50d", "cleanup", "--pause", "50d")]
    [InlineData("--max-runtime must be at most 49d", "cleanup", "--max-runtime", "999999999999999999999999")]
    [InlineData("schedule needs an argument: the cron expression", "schedule")]
    [InlineData("The cron expression is empty", "schedule", "")]
    [InlineData("Unexpected argument '...'", "cleanup", "postgresql://cleaner:s3cret@db/rooms")]
    [InlineData("Unexpected argument '...'", "cleanup", "--connection", "postgresql://cleaner:my", "s3cret",
        "word@db/rooms")]
    [InlineData("'...' is not a command", "Host=db;Password=s3cret")]
    [InlineData("Unknown option '--password'", "cleanup", "--password=s3cret")]
    [InlineData("Unknown option '-p'", "cleanup", "-ps3cret")]
    public async Task Wrong_usage_is_64_and_says_what_was_wrong(string message, params string[] arguments)
    {
        var result = await CommandLine.RunAsync(arguments);

        Assert.Equal(64, result.ExitStatus);
        Assert.Contains(message, result.StandardError, StringComparison.Ordinal);
        AssertShort(result);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10")]
    public async Task Sessions_that_can_not_be_deactivated_are_counted_named_and_an_exit_status_of_1(string batchSize)
    {
        await Given.ExpiredSessionsAsync(3);
        var bad = await Given.ExpiredSessionAsync(ago: 9.Days());
        await Database.ExecuteAsync(
            $"ALTER TABLE session ADD CONSTRAINT no_bad CHECK (is_active OR session_id <> {bad}) NOT VALID");
        try
        {
            var result = await RunAsync("cleanup", "--batch-size", batchSize, "--output", "json");

            Assert.Equal(1, result.ExitStatus);
            var document = JsonDocument.Parse(result.StandardOutput).RootElement;
            Assert.Equal(3, document.GetProperty("sessions_cleaned").GetInt64());
            Assert.Equal(1, document.GetProperty("sessions_failed").GetInt64());
            Assert.Equal(1, document.GetProperty("expired_sessions_left").GetInt64());
            var shareId = await Database.ScalarAsync<Guid>("SELECT share_id FROM session WHERE session_id = $1", bad);
            Assert.Contains($"{shareId}", result.StandardError, StringComparison.Ordinal);
            Assert.Contains("SQLSTATE 23514", result.StandardError, StringComparison.Ordinal);
            Assert.Contains("1 session could not be deactivated", result.StandardError, StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE session DROP CONSTRAINT no_bad");
        }
    }

    [Fact]
    public async Task Without_statistics_nothing_is_counted_and_the_figures_are_null()
    {
        await Given.ExpiredSessionsAsync(2);

        var run = await JsonAsync("cleanup", "--no-statistics");
        var text = await RunAsync("cleanup", "--no-statistics");

        Assert.Equal(2, run.GetProperty("sessions_cleaned").GetInt64());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("total_sessions").ValueKind);
        Assert.Equal(JsonValueKind.Null, run.GetProperty("expired_sessions_left").ValueKind);
        Assert.DoesNotContain("total", text.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_sessions_that_are_left_are_said_in_text()
    {
        await Given.ExpiredSessionsAsync(5);

        var result = await RunAsync("cleanup", "--batch-size", "1", "--pause", "2", "--max-runtime", "1ms");

        Assert.Contains("4 active, of which 4 expired", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relation_that_a_trigger_of_the_application_misses_is_not_reported_as_a_missing_schema()
    {
        await Given.ExpiredSessionAsync();
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION write_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (1); RETURN NEW; END';
            CREATE TRIGGER write_audit BEFORE INSERT ON cleanup_run EXECUTE FUNCTION write_audit();
            """);

        var result = await RunAsync("cleanup");
        await Database.ExecuteAsync("DROP FUNCTION write_audit CASCADE");

        AssertFailed(result, "Something that public.write_audit() needs does not exist", "Fix that function");
    }

    [Fact]
    public async Task A_second_role_that_migrates_reads_whose_the_journal_is()
    {
        var connection = Database.ConnectionStringWith(settings =>
        {
            settings.Username = PostgresServer.Runner;
            settings.Password = "runner";
        });

        AssertFailed(
            await CommandLine.RunAsync("migrate", "--connection", connection),
            "The role may not read the journal",
            "Migrate as the role that migrated before");
    }

    public static TheoryData<string, string> Switches()
    {
        var switches =
            from command in new CoconaCommandProvider([.. Application.CommandTypes]).GetCommandCollection().All
            from option in command.Options
            where option.OptionType == typeof(bool)
            select (command.Name, $"--{option.Name}");
        return new TheoryData<string, string>(switches);
    }

    /// <summary>An unset variable, and what other programs take for true.</summary>
    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_takes_true_or_false_or_no_value(string command, string name)
    {
        var commands = new CoconaCommandProvider([.. Application.CommandTypes]).GetCommandCollection().All;
        var parser = new ArgumentParser(commands);
        string[] arguments = [.. commands.Single(one => one.Name == command).Arguments.Select(_ => "1")];

        foreach (var value in new[] { "", " ", "yes", "no", "on", "off", "y", "t", "1", "0", "True", "FALSE", "true ",
            "２" })
        {
            var error = Assert.Throws<UsageException>(() => parser.Parse([command, $"{name}={value}", .. arguments]));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }

        Assert.Contains($"{name}=true", parser.Parse([command, name, .. arguments]));
        Assert.Contains($"{name}=true", parser.Parse([command, $"{name}=true", .. arguments]));
        Assert.Contains($"{name}=false", parser.Parse([command, $"{name}=false", .. arguments]));
    }

    [Fact]
    public async Task A_dry_run_with_a_wrong_value_changes_nothing()
    {
        await Given.ExpiredSessionAsync();

        Assert.Equal(64, (await RunAsync("cleanup", "--dry-run=yes")).ExitStatus);
        Assert.Equal("0", await CleanedAsync());
        Assert.Equal(0, (await RunAsync("cleanup", "--dry-run=false")).ExitStatus);
        Assert.Equal("1", await CleanedAsync());
    }

    [Theory]
    [InlineData("help")]
    [InlineData("migrate", "--help")]
    [InlineData("cleanup", "-h")]
    [InlineData("help", "status")]
    [InlineData("schedule", "--help")]
    public async Task Help_is_at_most_80_columns_wide_and_names_no_type(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(arguments);

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.All(result.StandardOutput.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotMatch("Int32|Int64|Nullable|String|Boolean|OutputFormat", result.StandardOutput);
    }

    [Theory]
    [InlineData(1, "The database has no Session Cleanup schema", "42883", "cleanup", "--dry-run")]
    [InlineData(64, "--batch-size must be a whole number", null, "cleanup", "--batch-size=x")]
    public async Task With_json_an_error_is_one_JSON_line_on_stderr(
        int exitStatus, string problem, string? sqlState, params string[] arguments)
    {
        var result = await CommandLine.RunAsync(
            [.. arguments, "--output", "json", "--connection", await Server.EmptyDatabaseAsync()]);

        Assert.Equal((exitStatus, ""), (result.ExitStatus, result.StandardOutput));
        var error = JsonDocument.Parse(Assert.Single(result.StandardError.TrimEnd('\n').Split('\n'))).RootElement;
        Assert.StartsWith(problem, error.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", error.GetProperty("remedy").GetString());
        Assert.Equal(exitStatus, error.GetProperty("exit_status").GetInt32());
        Assert.Equal(sqlState, error.GetProperty("sqlstate").GetString());
    }

    [Fact]
    public async Task A_runner_that_may_not_list_the_sessions_reads_which_grant_is_missing_and_cleans_all_the_same()
    {
        await Given.ExpiredSessionAsync();
        await Database.ExecuteAsync(
            $"""
            GRANT EXECUTE ON FUNCTION cleanup_sessions, cleanup_run_begin, cleanup_run_batch, cleanup_run_finish, cleanup_run_close TO {PostgresServer.Runner}
            """);
        var connection = Database.ConnectionStringWith(settings =>
        {
            settings.Username = PostgresServer.Runner;
            settings.Password = "runner";
        });

        var dryRun = await CommandLine.RunAsync("cleanup", "--verbose", "--dry-run", "--connection", connection);
        var run = await CommandLine.RunAsync("cleanup", "--verbose", "--output", "json", "--connection", connection);

        Assert.Equal((0, 0), (dryRun.ExitStatus, run.ExitStatus));
        Assert.Contains("GRANT SELECT ON public.expired_session", dryRun.StandardError, StringComparison.Ordinal);
        Assert.Contains("1 session would be cleaned up", dryRun.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("GRANT SELECT ON public.expired_session", run.StandardError, StringComparison.Ordinal);
        Assert.Equal(
            1, JsonDocument.Parse(run.StandardOutput).RootElement.GetProperty("sessions_cleaned").GetInt64());
    }

    [Theory]
    [InlineData("cleanup")]
    [InlineData("migrate")]
    public async Task An_unreachable_server_is_reported_in_two_lines(string command)
    {
        var result = await CommandLine.RunAsync(command, "--connection",
            $"Host=127.0.0.1;Port={FreePort()};Username=a;Password=s3cret");

        AssertFailed(result, "The PostgreSQL server can't be reached", "--wait");
    }

    [Fact]
    public async Task A_wrong_password_is_reported_in_two_lines()
    {
        var connection = Database.ConnectionStringWith(settings =>
        {
            settings.Host = settings.Host!.StartsWith('/') ? "127.0.0.1" : settings.Host;
            settings.Username = PostgresServer.Runner;
            settings.Password = "s3cret";
        });

        AssertFailed(await CommandLine.RunAsync("cleanup", "--connection", connection), "The server refused the login",
            "pg_hba.conf");
    }

    [Fact]
    public async Task A_missing_password_is_reported_in_two_lines()
    {
        var connection = Database.ConnectionStringWith(settings =>
        {
            settings.Host = settings.Host!.StartsWith('/') ? "127.0.0.1" : settings.Host;
            settings.Username = PostgresServer.Runner;
            settings.Password = null;
            settings.Passfile = "/nowhere/pgpass";
        });

        AssertFailed(await CommandLine.RunAsync("cleanup", "--connection", connection),
            "The connection has no password", "~/.pgpass");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_reported_in_two_lines()
    {
        var connection = Database.ConnectionStringWith(settings => settings.Database = "no_such_database");

        AssertFailed(await CommandLine.RunAsync("migrate", "--connection", connection), "The database does not exist",
            "createdb");
    }

    [Fact]
    public async Task A_schema_that_is_not_migrated_is_reported_in_two_lines()
    {
        var connection = await Server.EmptyDatabaseAsync();

        AssertFailed(await CommandLine.RunAsync("cleanup", "--connection", connection),
            "The database has no Session Cleanup schema", "session-cleanup migrate");
    }

    [Fact]
    public async Task A_missing_privilege_is_reported_in_two_lines()
    {
        // Another test of this class may have granted it some.
        await Database.ExecuteAsync(
            $"REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM {PostgresServer.Runner}");
        var connection = Database.ConnectionStringWith(settings =>
        {
            settings.Username = PostgresServer.Runner;
            settings.Password = "runner";
        });

        AssertFailed(await CommandLine.RunAsync("cleanup", "--connection", connection), "The role lacks a privilege",
            "GRANT");
        AssertFailed(await CommandLine.RunAsync("status", "--connection", connection), "The role lacks a privilege",
            "GRANT");
    }

    [Fact]
    public async Task A_read_only_server_is_reported_in_two_lines_and_a_dry_run_works_there()
    {
        await Given.ExpiredSessionAsync();
        var connection = Database.ConnectionStringWith(settings =>
            settings.Options = "-c default_transaction_read_only=on");

        AssertFailed(await CommandLine.RunAsync("cleanup", "--connection", connection), "The server is read-only",
            "primary");
        Assert.Equal(0, (await CommandLine.RunAsync("cleanup", "--dry-run", "--connection", connection)).ExitStatus);
    }

    [Fact]
    public async Task Debug_adds_the_stack_trace_of_an_error_and_verbose_does_not()
    {
        var connection = await Server.EmptyDatabaseAsync();

        var debug = await CommandLine.RunAsync("cleanup", "--debug", "--connection", connection);
        var verbose = await CommandLine.RunAsync("cleanup", "--verbose", "--connection", connection);

        Assert.Contains("   at SessionCleanup.Commands.CleanupCommand", debug.StandardError, StringComparison.Ordinal);
        AssertFailed(verbose, "The database has no Session Cleanup schema", "session-cleanup migrate");
    }

    [Fact]
    public async Task The_connection_comes_from_the_variable_or_from_libpqs_variables_and_password_file()
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionStringWith(_ => { }));
        var passwordFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(passwordFile, $"*:*:*:{PostgresServer.Runner}:runner\n",
            TestContext.Current.CancellationToken);
        await Database.ExecuteAsync($"GRANT EXECUTE ON FUNCTION cleanup_sessions TO {PostgresServer.Runner}");

        var byVariable = await CommandLine.RunAsync(
            new Dictionary<string, string?> { ["SESSION_CLEANUP_CONNECTION"] = Database.ConnectionString }, "cleanup",
            "--dry-run");
        var byLibpqVariables = await CommandLine.RunAsync(
            new Dictionary<string, string?>
            {
                ["PGHOST"] = settings.Host!.StartsWith('/') ? "127.0.0.1" : settings.Host,
                ["PGPORT"] = $"{settings.Port}",
                ["PGDATABASE"] = settings.Database,
                ["PGUSER"] = PostgresServer.Runner,
                ["PGPASSFILE"] = passwordFile,
            },
            "cleanup",
            "--dry-run");

        Assert.Equal((0, ""), (byVariable.ExitStatus, byVariable.StandardError));
        Assert.Equal((0, ""), (byLibpqVariables.ExitStatus, byLibpqVariables.StandardError));
    }

    [Fact]
    public async Task Migrate_waits_for_a_server_that_is_still_starting()
    {
        var port = FreePort();
        var connection = Database.ConnectionStringWith(settings => settings.Database = settings.Database);
        var settings = new NpgsqlConnectionStringBuilder(connection);

        // Nothing listens on the port yet; then something that resets every connection, as Docker's proxy does before
        // the server listens; then something that passes everything on to the real server.
        using var process = CommandLine.Start(
            "migrate", "--wait", "30", "--connection",
            $"Host=127.0.0.1;Port={port};Database={settings.Database};Username={settings.Username};"
            + $"Password={settings.Password};SSL Mode=Disable");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        using (var resetting = new TcpListener(IPAddress.Loopback, port))
        {
            resetting.Start();
            for (var connections = 0; connections < 3; connections++)
            {
                using var client = await resetting.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask()
                    .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
                await client.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);
                client.LingerState = new LingerOption(true, 0);
            }
        }

        Assert.False(process.HasExited);
        await using var relay = new TcpRelay(port, settings);

        var result = await CommandLine.FinishAsync(process);

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
    }

    [Fact]
    public async Task Migrate_gives_up_waiting_after_the_time_that_was_given()
    {
        var result = await CommandLine.RunAsync("migrate", "--wait", "1", "--connection",
            $"Host=127.0.0.1;Port={FreePort()}");

        AssertFailed(result, "The PostgreSQL server can't be reached", "Check the host");
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--connection", Database.ConnectionString]);

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--output", "json"]);
        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        return JsonDocument.Parse(result.StandardOutput).RootElement;
    }

    private async Task<string> CleanedAsync() =>
        $"{await Database.ScalarAsync<long>("SELECT count(*) FROM session WHERE NOT is_active")}";

    private static void AssertFailed(ProcessResult result, string problem, string remedy)
    {
        Assert.Equal(1, result.ExitStatus);
        Assert.Equal("", result.StandardOutput);
        var lines = result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Matches(Timestamp, line));
        Assert.Contains($"Z session-cleanup: {problem}", lines[0], StringComparison.Ordinal);
        Assert.Contains(remedy, lines[1], StringComparison.Ordinal);
        AssertShort(result);
    }

    private static void AssertShort(ProcessResult result)
    {
        Assert.InRange(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 2);
        Assert.DoesNotContain("   at ", result.AllOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.AllOutput, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
