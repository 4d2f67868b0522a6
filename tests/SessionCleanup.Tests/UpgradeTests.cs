using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>From every released version, whose database scripts/release kept in Released, to today's schema.</summary>
public sealed class UpgradeTests(PostgresServer server)
{
    public static TheoryData<string> ReleasedVersions() =>
        [.. Directory.GetFiles(Released, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)];

    private static string Released => Path.Combine(AppContext.BaseDirectory, "Released");

    [Theory]
    [MemberData(nameof(ReleasedVersions))]
    public async Task Migrate_keeps_all_data_and_the_job_goes_on(string version)
    {
        var database = await RestoreAsync(version);
        await using var connection = await Sql.OpenAsync(database);
        // What there is to keep: each table, with the columns that it has in that version; but for what migrate itself
        // records there, its journal and what it shipped.
        var queries = await connection.RowsAsync(
            """
            SELECT format('SELECT ROW(%s)::text FROM public.%I ORDER BY 1', string_agg(quote_ident(attname), ', ' ORDER BY attnum), relname)
              FROM pg_class
              JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
               AND relname NOT IN ('schemaversions', 'session_cleanup_object')
             GROUP BY relname
             ORDER BY relname
            """);
        var before = await DataAsync();
        Assert.All(["session", "session_member", "session_type", "cleanup_run"], table =>
            Assert.NotEmpty(before[queries.FindIndex(query =>
                query.Contains($" FROM public.{table} ", StringComparison.Ordinal))]));

        var migrated = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.True(migrated.ExitStatus == 0, migrated.AllOutput);
        Assert.Equal(before, await DataAsync());
        Assert.Empty(await connection.RowsAsync("SELECT * FROM public.session_cleanup_drift()"));
        Assert.Equal("The schema is up to date.\n",
            (await CommandLine.RunAsync("migrate", "--connection", database)).StandardOutput);

        var expired = await connection.ScalarAsync<long>("SELECT count(*) FROM public.expired_session");
        var cleaned = await CommandLine.RunAsync("cleanup", "--connection", database);
        Assert.Contains($" {expired} sessions cleaned up", cleaned.StandardOutput, StringComparison.Ordinal);

        async Task<List<List<string>>> DataAsync()
        {
            var data = new List<List<string>>();
            foreach (var query in queries)
            {
                data.Add(await connection.RowsAsync(query));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ReleasedVersions))]
    [Trait("needs", "pg_dump")]
    public async Task Migrate_makes_the_schema_that_a_new_database_has(string version)
    {
        var database = await RestoreAsync(version);

        var migrated = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.True(migrated.ExitStatus == 0, migrated.AllOutput);
        Assert.Equal(
            await server.DumpSchemaAsync(await server.DisposableMigratedDatabaseAsync()),
            await server.DumpSchemaAsync(database));
    }

    /// <summary>The way of a DBA without .NET: the migrations that are new, and all routines.</summary>
    [Theory]
    [MemberData(nameof(ReleasedVersions))]
    [Trait("needs", "pg_dump")]
    public async Task Psql_makes_the_schema_that_a_new_database_has(string version)
    {
        var database = await RestoreAsync(version);
        await using var connection = await Sql.OpenAsync(database);
        var applied = await connection.RowsAsync("SELECT split_part(scriptname, ' ', 1) FROM schemaversions");
        await connection.ExecuteAsync("DROP TABLE schemaversions");
        var files = PsqlTests.Files()
            .Where(file => file.StartsWith("routines/", StringComparison.Ordinal) || !applied.Contains(file));

        var upgraded = await server.RunToolAsync(
            "psql", database,
            ["--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1",
                .. files.SelectMany(file => new[] { "--file", file })]);

        Assert.True(upgraded.ExitStatus == 0, upgraded.StandardError);
        Assert.Equal(
            await server.DumpSchemaAsync(await server.DisposableMigratedDatabaseAsync()),
            await server.DumpSchemaAsync(database));
    }

    private async Task<string> RestoreAsync(string version)
    {
        // The dump sets its connection's search_path.
        var database =
            new NpgsqlConnectionStringBuilder(await server.EmptyDatabaseAsync()) { Pooling = false }.ConnectionString;
        await Sql.ExecuteAsync(database,
            await File.ReadAllTextAsync(Path.Combine(Released, $"{version}.sql"),
                TestContext.Current.CancellationToken));
        return database;
    }
}
