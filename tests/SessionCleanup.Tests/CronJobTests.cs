using System.Text.Json;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// One job for a database, whoever scheduled it, whatever the database is called, and whatever happened to it since.
/// </summary>
[Trait("needs", "pg_cron")]
public sealed class CronJobTests : IAsyncLifetime
{
    private const string Jobs = "SELECT jobname, schedule, database, username, active FROM cron.job ORDER BY jobid";

    private PrivateCluster _cluster = null!;
    private NpgsqlConnection _home = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PrivateCluster.StartAsync("shared_preload_libraries=pg_cron",
            "cron.use_background_workers=on");
        _home = await Sql.OpenAsync(_cluster.ConnectionString);
        await _home.ExecuteAsync("CREATE EXTENSION pg_cron; CREATE ROLE alice LOGIN; CREATE ROLE bob LOGIN");
        await RunRolesFileAsync("alice", "bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("rooms")]
    [InlineData("back\\slash")]
    [InlineData("it's \"quoted\"; and spaced")]
    [InlineData("Räume 房间")]
    [InlineData("a_name_of_sixty_three_characters_which_is_all_postgresql_allows")]
    public async Task A_database_may_have_any_name_and_any_setting(string name)
    {
        await CreateDatabaseAsync(name);
        await _home.ExecuteAsync("ALTER ROLE postgres SET standard_conforming_strings = off");
        await using var connection = await Sql.OpenAsync(To(name));
        Assert.Contains("routines/cleanup_sessions.sql", await SucceedAsync(name, "migrate"), StringComparison.Ordinal);

        var dryRun = await SucceedAsync(name, "schedule", "0 2 * * *", "--dry-run");
        Assert.StartsWith("Created", await SucceedAsync(name, "schedule", "0 2 * * *"), StringComparison.Ordinal);
        Assert.StartsWith("Replaced", await SucceedAsync(name, "schedule", "0 3 * * *"), StringComparison.Ordinal);
        Assert.Equal([$"0 3 * * *|{name}"], await _home.RowsAsync("SELECT schedule, database FROM cron.job"));
        Assert.Contains("pg_cron: next run", await SucceedAsync(name, "status"), StringComparison.Ordinal);
        Assert.StartsWith("Removed", await SucceedAsync(name, "unschedule"), StringComparison.Ordinal);

        await _home.ExecuteAsync(dryRun);
        Assert.Equal([$"0 2 * * *|{name}"], await _home.RowsAsync("SELECT schedule, database FROM cron.job"));
        Assert.Contains("0 sessions cleaned up", await SucceedAsync(name, "cleanup"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_databases_with_long_names_that_begin_alike_have_a_job_each()
    {
        var common = new string('x', 60);
        foreach (var name in new[] { $"{common}aaa", $"{common}bbb" })
        {
            await CreateDatabaseAsync(name);
            Assert.StartsWith("Created", await SucceedAsync(name, "schedule", "0 2 * * *"), StringComparison.Ordinal);
            Assert.StartsWith("Replaced", await SucceedAsync(name, "schedule", "0 2 * * *"), StringComparison.Ordinal);
        }

        Assert.Equal([$"{common}aaa", $"{common}bbb"],
            await _home.RowsAsync("SELECT database FROM cron.job ORDER BY 1"));
    }

    [Fact]
    public async Task A_job_that_somebody_disabled_is_activated()
    {
        await CreateDatabaseAsync("rooms");
        await SucceedAsync("rooms", "schedule", "0 2 * * *");
        await _home.ExecuteAsync("UPDATE cron.job SET active = false");

        var scheduled = await SucceedAsync("rooms", "schedule", "0 2 * * *");

        Assert.StartsWith("Replaced", scheduled, StringComparison.Ordinal);
        Assert.Contains("Next run: ", scheduled, StringComparison.Ordinal);
        Assert.Equal(["session-cleanup rooms|0 2 * * *|rooms|postgres|True"], await _home.RowsAsync(Jobs));
    }

    [Fact]
    public async Task The_job_of_a_database_that_was_renamed_goes_with_it()
    {
        await CreateDatabaseAsync("rooms");
        await SucceedAsync("rooms", "schedule", "0 2 * * *");
        await _home.ExecuteAsync("ALTER DATABASE rooms RENAME TO chambers");

        Assert.StartsWith("Replaced", await SucceedAsync("chambers", "schedule", "0 3 * * *"),
            StringComparison.Ordinal);
        Assert.Equal(["session-cleanup chambers|0 3 * * *|chambers|postgres|True"], await _home.RowsAsync(Jobs));

        await _home.ExecuteAsync("ALTER DATABASE chambers RENAME TO halls");
        Assert.Contains("in database chambers", await SucceedAsync("halls", "unschedule"), StringComparison.Ordinal);
        Assert.Empty(await _home.RowsAsync(Jobs));
    }

    [Fact]
    public async Task The_job_of_another_role_is_not_doubled_and_its_owner_is_named()
    {
        await CreateDatabaseAsync("rooms");
        await _home.ExecuteAsync("CREATE ROLE carol LOGIN");
        await RunRolesFileAsync("alice", "carol");
        await SucceedAsync("rooms", "schedule", "0 2 * * *", "--connection", To("rooms", "alice"));
        await _home.ExecuteAsync("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA cron TO carol");

        foreach (var arguments in new string[][] { ["schedule", "0 3 * * *"], ["schedule", "0 3 * * *", "--dry-run"],
            ["unschedule"] })
        {
            var refused = await CommandLine.RunAsync([.. arguments, "--connection", To("rooms", "carol")]);
            Assert.Equal((1, ""), (refused.ExitStatus, refused.StandardOutput));
            Assert.Contains("'session-cleanup rooms' belongs to role alice", refused.StandardError,
                StringComparison.Ordinal);
        }

        // A superuser may, and the job stays the runner's.
        Assert.Contains("of role alice", await SucceedAsync("rooms", "schedule", "0 3 * * *"),
            StringComparison.Ordinal);
        Assert.Equal(["session-cleanup rooms|0 3 * * *|rooms|alice|True"], await _home.RowsAsync(Jobs));
        using var json = JsonDocument.Parse(await SucceedAsync("rooms", "unschedule", "--output", "json"));
        Assert.Equal(("removed", "alice"),
            (json.RootElement.GetProperty("action").GetString(), json.RootElement.GetProperty("username").GetString()));
        Assert.Empty(await _home.RowsAsync(Jobs));
    }

    [Fact]
    public async Task Jobs_that_two_roles_have_are_made_one_and_others_are_left_alone()
    {
        await CreateDatabaseAsync("rooms");
        foreach (var role in new[] { "alice", "bob" })
        {
            await _home.ExecuteAsync(
                $"SELECT cron.schedule_in_database('session-cleanup rooms', '0 2 * * *', 'CALL "
                    + $"public.cleanup_sessions_in_batches()', 'rooms', '{role}')");
        }

        await _home.ExecuteAsync("SELECT cron.schedule('weekly', '0 2 * * 0', 'VACUUM')");

        await SucceedAsync("rooms", "schedule", "0 3 * * *");

        Assert.Equal(
            ["weekly|0 2 * * 0|postgres|postgres|True", "session-cleanup rooms|0 3 * * *|rooms|alice|True"],
            await _home.RowsAsync(Jobs));
    }

    /// <summary>
    /// With deploy/roles as it stands, for pg_cron here and in another database; nobody but a superuser ran it.
    /// </summary>
    [Theory]
    [InlineData("postgres")]
    [InlineData("rooms")]
    public async Task The_runner_schedules_and_the_monitor_sees_job_and_runs(string database)
    {
        if (database != "postgres")
        {
            await CreateDatabaseAsync(database);
        }

        await SucceedAsync(database, "migrate");
        foreach (var (file, role) in new[] { ("runner", "alice"), ("monitor", "bob") })
        {
            await RunFileAsync(file, database, "-v", $"role={role}");
        }

        Assert.StartsWith("Created",
            await SucceedAsync(database, "schedule", "* * * * *", "--connection", To(database, "alice")),
            StringComparison.Ordinal);
        Assert.StartsWith("Replaced",
            await SucceedAsync(database, "schedule", "*/1 * * * *", "--connection", To(database, "alice")),
            StringComparison.Ordinal);

        // Those of others it does not see.
        await _home.ExecuteAsync("SELECT cron.schedule('secret', '* * * * *', 'SELECT ''secret''')");
        Assert.Equal(["1"], await RowsAsync("bob", "SELECT count(*) FROM cron.job"));
        await Sql.UntilAsync(_cluster.ConnectionString,
            "SELECT count(*) > 0 FROM cron.job_run_details WHERE username = 'alice' AND status = 'succeeded'");
        var status = await SucceedAsync(database, "status", "--connection", To(database, "bob"));
        Assert.Contains("pg_cron: next run 20", status, StringComparison.Ordinal);
        Assert.Matches(@"\n20\S+ \S+ +succeeded", status);
        Assert.DoesNotContain("secret", status, StringComparison.Ordinal);

        Assert.StartsWith("Removed", await SucceedAsync(database, "unschedule", "--connection", To(database, "alice")),
            StringComparison.Ordinal);
        Assert.Equal(["0"], await RowsAsync("bob", "SELECT count(*) FROM cron.job"));
    }

    [Theory]
    [InlineData("0 22-6 * * *")]
    [InlineData("17-15 * * * *")]
    [InlineData("0 0 31 2 *")]
    [InlineData("0 0 30 feb *")]
    [InlineData("0 0 * * sat-sun")]
    [InlineData("@yearly")]
    public async Task A_schedule_that_never_runs_is_wrong_usage_before_anything_is_connected_to(string schedule)
    {
        var result = await CommandLine.RunAsync("schedule", schedule, "--connection", "Host=/nonexistent");

        Assert.Equal((64, ""), (result.ExitStatus, result.StandardOutput));
        Assert.Contains("pg_cron would never run", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_to_a_schedule_whose_times_are_not_known_there_is_no_next_run()
    {
        await CreateDatabaseAsync("rooms");

        Assert.DoesNotContain("Next run", await SucceedAsync("rooms", "schedule", "@reboot"), StringComparison.Ordinal);
        Assert.Contains(":00Z", await SucceedAsync("rooms", "schedule", "3#1 4#2 * * *"), StringComparison.Ordinal);
    }

    private async Task<string> SucceedAsync(string database, params string[] arguments)
    {
        string[] connection = arguments.Contains("--connection") ? [] : ["--connection", To(database)];
        var result = await CommandLine.RunAsync([.. arguments, .. connection]);
        Assert.True(result is { ExitStatus: 0, StandardError: "" }, result.AllOutput);
        return result.StandardOutput;
    }

    private string To(string database, string role = "postgres") =>
        new NpgsqlConnectionStringBuilder(_cluster.ConnectionString)
        {
            Database = database,
            Username = role
        }.ConnectionString;

    private async Task<List<string>> RowsAsync(string role, string sql)
    {
        await using var connection = await Sql.OpenAsync(To("postgres", role));
        return await connection.RowsAsync(sql);
    }

    private Task CreateDatabaseAsync(string name) =>
        _home.ExecuteAsync(
            $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" TEMPLATE template0");

    private Task RunRolesFileAsync(string runner, string monitor) =>
        RunFileAsync("scheduler", "postgres", "-v", $"runner={runner}", "-v", $"monitor={monitor}");

    private async Task RunFileAsync(string file, string database, params string[] variables)
    {
        var result = await PostgresServer.RunMachineToolAsync(
            "psql", To(database), [.. variables, "-f", $"../deploy/roles/{file}.sql"]);
        Assert.True(result.ExitStatus == 0, result.AllOutput);
    }
}
