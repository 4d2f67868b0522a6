using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

/// <summary>The Django application in tests/django, before and after its tables are adopted.</summary>
[Trait("needs", "pg_dump")]
public sealed class DjangoTests(PostgresServer server)
{
    private static readonly string Directory = Path.Combine(AppContext.BaseDirectory, "django");

    [Theory]
    [InlineData("allow", new[] { "EndedSessionTests" })]
    [InlineData("refuse", new[] { "DeletionTests", "EndedSessionTests" })]
    public async Task Its_tests_pass_unchanged_but_for_what_the_rules_refuse(string delete, string[] refused)
    {
        var database = await ApplicationAsync();
        Assert.Empty(await FailedTestsAsync(database));

        await AdoptAsync(database, delete);
        Assert.Equal(refused, (await FailedTestsAsync(database)).Distinct());
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

    /// <returns>The class of each test that failed, in order.</returns>
    private static async Task<List<string>> FailedTestsAsync(string database)
    {
        var result = await PythonAsync(database, "manage.py", "test", "-v2");
        Assert.Contains("\nRan 29 tests in ", result.StandardError, StringComparison.Ordinal);
        return [.. result.StandardError.Split('\n')
            .Where(line => line.StartsWith("ERROR: test_", StringComparison.Ordinal)
                || line.StartsWith("FAIL: test_", StringComparison.Ordinal))
            .Select(line => line.Split("tests.")[1].Split('.', ')')[0]).Order()];
    }

    private static Task<ProcessResult> PythonAsync(string database, params string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        return ProcessResult.RunAsync(
            "/usr/bin/python3",
            ["-B", .. arguments],
            new Dictionary<string, string?>
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
