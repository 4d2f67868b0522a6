using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

/// <summary>
/// The Django application in tests/django, on the tables of Session Cleanup, and before and after its own are adopted.
/// </summary>
[Trait("needs", "pg_dump")]
public sealed class DjangoTests(PostgresServer server)
{
    private static readonly string Directory = Path.Combine(AppContext.BaseDirectory, "django");

    private static readonly IReadOnlyDictionary<string, string?> OnItsTables = new Dictionary<string, string?>();

    private static readonly IReadOnlyDictionary<string, string?> OnOwnTables =
        new Dictionary<string, string?> { ["ON_OWN_TABLES"] = "yes" };

    [Theory]
    [InlineData("allow", new[] { "EndedSessionTests" })]
    [InlineData("refuse", new[] { "DeletionTests", "EndedSessionTests" })]
    public async Task Its_tests_pass_unchanged_but_for_what_the_rules_refuse(string delete, string[] refused)
    {
        var database = await ApplicationAsync();
        Assert.Empty(await FailedTestsAsync(database));

        await AdoptAsync(database, delete);
        Assert.Equal(refused, (await FailedTestsAsync(database)).Select(test => test.Split('.')[0]).Distinct());
    }

    [Fact]
    public async Task On_the_tables_of_Session_Cleanup_its_tests_pass_but_for_what_the_rules_and_the_schema_say()
    {
        var database = await ApplicationOnOwnTablesAsync();

        Assert.Equal(
            [
                "DeletionTests.test_a_session_is_deleted",
                "DeletionTests.test_a_user_is_deleted_with_his_sessions",
                "EndedSessionTests.test_a_member_comes_online_in_an_ended_session",
                "EndedSessionTests.test_a_user_joins_an_ended_session",
                // The foreign key is not deferred.
                "OrmTests.test_a_member_before_the_session_in_one_transaction",
                // A session that is inserted without expires_at gets the timeout of its type.
                "OrmTests.test_a_session_without_expiry_keeps_none",
            ],
            await FailedTestsAsync(database, OnOwnTables));
        Assert.Equal(
            "40001 active online\n", (await PythonAsync(database, OnOwnTables, "isolation.py")).StandardOutput);
    }

    [Fact]
    public async Task Later_migrations_work_on_the_tables_of_Session_Cleanup()
    {
        var database = await ApplicationOnOwnTablesAsync();
        string[] migrations =
        [
            "add_a_column", "add_a_column_to_members", "alter_a_column", "allow_null", "rename_a_column",
            "remove_a_column", "add_an_index", "add_a_constraint", "add_a_table_with_a_foreign_key",
        ];

        var later = await PythonAsync(database, OnOwnTables, ["later.py", .. migrations]);

        Assert.Equal(
            migrations.Select(migration => $"{migration} done"), later.StandardOutput.TrimEnd().Split('\n'));
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        // Django takes the default of a new column out of the database again.
        await connection.ExecuteAsync(
            """
            INSERT INTO session (session_type, theme) VALUES ('collaborative', 'dark');
            INSERT INTO session_member (session_id, user_id, is_online) SELECT session_id, 1, true FROM session;
            UPDATE session SET is_active = false;
            """);
        Assert.Equal(0, await connection.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
        var check = await CommandLine.RunAsync("check", "--connection", database);
        Assert.True(check.ExitStatus == 0, check.StandardOutput + check.StandardError);
    }

    [Fact]
    public async Task Cleanup_does_what_its_dry_run_says_and_unadopt_gives_back_the_schema()
    {
        var database = await ApplicationAsync();
        var before = await server.DumpSchemaAsync(database);
        await AdoptAsync(database, "allow");
        var dryRun = await CommandLine.RunAsync("cleanup", "--dry-run", "--output", "json", "--connection", database);
        var cleanup = await CommandLine.RunAsync("cleanup", "--output", "json", "--connection", database);
        foreach (var result in new[] { dryRun, cleanup })
        {
            Assert.Contains(
                "\"sessions_cleaned\":769,\"members_set_offline\":1538,\"active_sessions\":431,"
                + "\"inactive_sessions\":1069,\"total_sessions\":1500",
                result.StandardOutput,
                StringComparison.Ordinal);
        }

        var unadopted = await CommandLine.RunAsync("unadopt", "--connection", database);
        Assert.True(unadopted.ExitStatus == 0, unadopted.StandardError);
        Assert.Equal(before, await server.DumpSchemaAsync(database));
    }

    [Fact]
    public async Task A_transaction_with_an_old_snapshot_that_ends_a_session_does_not_leave_a_member_online()
    {
        var database = await ApplicationAsync();
        Assert.Equal("closed inactive online\n", (await PythonAsync(database, "isolation.py")).StandardOutput);
        await AdoptAsync(database, "allow");
        Assert.Equal("40001 active online\n", (await PythonAsync(database, "isolation.py")).StandardOutput);
    }

    [Fact]
    public async Task Its_later_migrations_work_and_the_rules_hold_after_them()
    {
        var database = await ApplicationAsync();
        await AdoptAsync(database, "allow");
        var later = await PythonAsync(database, "later.py");
        Assert.True(later.ExitStatus == 0, later.StandardError);
        Assert.Equal(
            ["alter_a_mapped_column 0A000"],
            later.StandardOutput.TrimEnd().Split('\n')
                .Where(line => !line.EndsWith(" done", StringComparison.Ordinal)));

        // The last one dropped a mapped column with CASCADE, and the views with it; is_active has become is_open.
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("UPDATE homepage_room SET is_open = false WHERE id = 7");
        Assert.Equal(
            0, await connection.ScalarAsync<long>(
                "SELECT count(*) FROM homepage_sessionmember WHERE is_here AND session_id = 7"));
        Assert.Equal(2, (await CommandLine.RunAsync("check", "--connection", database)).ExitStatus);
    }

    [Fact]
    public async Task Activity_keeps_the_lifetime_that_was_chosen_also_after_columns_are_renamed()
    {
        var database = await ApplicationAsync();
        await AdoptAsync(database, "allow");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            "7 days", await connection.ScalarAsync<string>(
                "UPDATE homepage_sharedcode SET last_activity = now() WHERE id = 1 RETURNING (expires_at - "
                    + "last_activity)::text"));
        await PythonAsync(database, "later.py", "rename_mapped_columns");
        Assert.Equal(
            "7 days", await connection.ScalarAsync<string>(
                "UPDATE homepage_sharedcode SET used_at = clock_timestamp() WHERE id = 1 RETURNING (ends_at - "
                    + "used_at)::text"));
    }

    private async Task<string> ApplicationOnOwnTablesAsync()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        var migrated = await PythonAsync(database, OnOwnTables, "manage.py", "migrate", "-v0");
        Assert.True(migrated.ExitStatus == 0, migrated.StandardError);
        return database;
    }

    private async Task<string> ApplicationAsync()
    {
        var database = await server.EmptyDatabaseAsync();
        var migrated = await PythonAsync(database, "manage.py", "migrate", "-v0");
        Assert.True(migrated.ExitStatus == 0, migrated.StandardError);
        var shipped = await CommandLine.RunAsync("migrate", "--connection", database);
        Assert.True(shipped.ExitStatus == 0, shipped.StandardError);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(
            await File.ReadAllTextAsync(Path.Combine(Directory, "sessions.sql"),
                TestContext.Current.CancellationToken));
        return database;
    }

    private static async Task AdoptAsync(string database, string delete)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "deploy/adopt/django-class-xii.json");
        var file = Path.GetTempFileName();
        var mapping = await File.ReadAllTextAsync(shipped, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            file, mapping.Replace("\"allow\"", $"\"{delete}\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var adopted = await CommandLine.RunAsync("adopt", file, "--connection", database);
        File.Delete(file);
        Assert.True(adopted.ExitStatus == 0, adopted.StandardError);
        Assert.Contains("members of inactive sessions set offline: 80", adopted.StandardOutput,
            StringComparison.Ordinal);
    }

    /// <returns>Class and name of each test that failed, in order.</returns>
    private static async Task<List<string>> FailedTestsAsync(
        string database, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var result = await PythonAsync(database, environment ?? OnItsTables, "manage.py", "test", "-v2");
        Assert.Contains("\nRan 29 tests in ", result.StandardError, StringComparison.Ordinal);
        return [.. result.StandardError.Split('\n')
            .Where(line => line.StartsWith("ERROR: test_", StringComparison.Ordinal)
                || line.StartsWith("FAIL: test_", StringComparison.Ordinal))
            .Select(line => $"{line.Split("tests.")[1].Split('.', ')')[0]}.{line.Split(' ')[1]}").Order()];
    }

    private static Task<ProcessResult> PythonAsync(string database, params string[] arguments) =>
        PythonAsync(database, OnItsTables, arguments);

    private static Task<ProcessResult> PythonAsync(
        string database, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        return ProcessResult.RunAsync(
            "/usr/bin/python3",
            ["-B", .. arguments],
            new Dictionary<string, string?>(environment)
            {
                ["PGHOST"] = settings.Host,
                ["PGPORT"] = $"{settings.Port}",
                ["PGUSER"] = settings.Username,
                ["PGPASSWORD"] = settings.Password,
                ["PGDATABASE"] = settings.Database,
            },
            Directory);
    }
}
