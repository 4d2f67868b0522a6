using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The way in for a DBA without .NET.</summary>
public sealed class PsqlTests(PostgresServer server)
{
    private static readonly string[] Folders = ["migrations", "routines"];

    [Fact]
    [Trait("needs", "pg_dump")]
    public async Task Psql_alone_makes_exactly_the_schema_that_migrate_makes()
    {
        var byPsql = await SetUpWithPsqlAsync();
        var byMigrate = await server.DisposableMigratedDatabaseAsync();

        Assert.Equal(await server.DumpSchemaAsync(byMigrate), await server.DumpSchemaAsync(byPsql));
    }

    [Fact]
    public async Task A_database_that_psql_set_up_is_cleaned_from_psql()
    {
        var database = await SetUpWithPsqlAsync();
        await PsqlAsync(database, "--file", "sample/load_sample.sql");

        Assert.Contains("800|", await PsqlAsync(database, "-Atc", "SELECT * FROM cleanup_sessions(dry_run => true);"), StringComparison.Ordinal);
        await PsqlAsync(database, "-Atc", "CALL cleanup_sessions_in_batches(batch_size => 100, pause => '1 ms')");
        Assert.StartsWith("0|0|1200|2000|3200", await PsqlAsync(database, "-Atc", "SELECT * FROM cleanup_sessions();"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("needs", "pg_dump")]
    public async Task Migrate_does_not_touch_a_database_that_psql_set_up_and_says_why()
    {
        var database = await SetUpWithPsqlAsync();
        var before = await server.DumpSchemaAsync(database);

        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("has a relation of the same name already", result.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await server.DumpSchemaAsync(database));
    }

    private async Task<string> SetUpWithPsqlAsync()
    {
        var database = await server.EmptyDatabaseAsync();
        var sql = Path.Combine(AppContext.BaseDirectory, "sql");
        var files = Folders.SelectMany(folder =>
            Directory.GetFiles(Path.Combine(sql, folder)).Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            await PsqlAsync(database, "--file", file);
        }

        return database;
    }

    private async Task<string> PsqlAsync(string database, params string[] arguments)
    {
        var result = await server.RunToolAsync("psql", database, ["--no-psqlrc", "--set", "ON_ERROR_STOP=1", .. arguments]);
        Assert.True(result.ExitStatus == 0, result.StandardError);
        return result.StandardOutput;
    }
}
