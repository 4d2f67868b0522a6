using System.Text.RegularExpressions;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The entry point for a DBA without .NET.</summary>
public sealed partial class PsqlTests(PostgresServer server)
{
    private static readonly string[] Folders = ["migrations", "routines"];

    /// <returns>The files in sql/ in the order in which they apply, relative to it.</returns>
    internal static IEnumerable<string> Files() => Folders.SelectMany(folder =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "sql", folder))
            .Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal));

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

        Assert.Contains("800|", await PsqlAsync(database, "-Atc", "SELECT * FROM cleanup_sessions(dry_run => true);"),
            StringComparison.Ordinal);
        await PsqlAsync(database, "-Atc", "CALL cleanup_sessions_in_batches(batch_size => 100, pause => '1 ms')");
        Assert.StartsWith("0|0|1200|2000|3200", await PsqlAsync(database, "-Atc", "SELECT * FROM cleanup_sessions();"),
            StringComparison.Ordinal);
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

    /// <summary>With the statements of docs/how-to/move-from-django.md, as they are there.</summary>
    [Fact]
    public async Task The_rows_of_the_Django_command_s_tables_are_copied()
    {
        var guide = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "docs/how-to/move-from-django.md"),
            TestContext.Current.CancellationToken);
        var database = await SetUpWithPsqlAsync();
        await Sql.ExecuteAsync(
            database,
            """
            CREATE TABLE old_session (session_id bigint, share_id uuid, owner_id bigint, title text, session_type text, is_active boolean, created_at timestamptz, expires_at timestamptz);
            CREATE TABLE old_member (session_id bigint, user_id bigint, permission text, is_online boolean, joined_at timestamptz, last_active_at timestamptz);
            INSERT INTO old_session
            SELECT number, gen_random_uuid(), 7, title, 'collaborative', title <> 'over', now() - interval '30 days', CASE WHEN title <> 'kept' THEN now() - interval '23 days' END
              FROM unnest(ARRAY['used', 'unused', 'over', 'kept']) WITH ORDINALITY AS session (title, number);
            INSERT INTO old_member
            SELECT session_id, user_id, 'edit', true, created_at, CASE WHEN title <> 'used' THEN created_at WHEN user_id = 1 THEN now() - interval '1 day' END
              FROM old_session CROSS JOIN generate_series(1, 2) AS user_id;
            """);

        await Sql.ExecuteAsync(database, DjangoStatements().Match(guide).Value);
        await Sql.ExecuteAsync(database, "INSERT INTO session (session_type, title) VALUES ('collaborative', 'new')");

        await using var connection = await Sql.OpenAsync(database);
        Assert.Equal(["1|2|1"],
            await connection.RowsAsync(
                "SELECT sessions_cleaned, members_set_offline, inactive_sessions - sessions_cleaned FROM "
                    + "cleanup_sessions()"));
        Assert.Equal(
            ["used|True|2", "unused|False|0", "over|False|0", "kept|True|2", "new|True|0"],
            await connection.RowsAsync(
                "SELECT title, is_active, count(*) FILTER (WHERE is_online) FROM session LEFT JOIN session_member "
                    + "USING (session_id) GROUP BY session.session_id ORDER BY session_id"));
    }

    [GeneratedRegex(@"^BEGIN;\nINSERT INTO session .*?^COMMIT;$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex DjangoStatements();

    private async Task<string> SetUpWithPsqlAsync()
    {
        var database = await server.EmptyDatabaseAsync();
        foreach (var file in Files())
        {
            await PsqlAsync(database, "--file", file);
        }

        return database;
    }

    private async Task<string> PsqlAsync(string database, params string[] arguments)
    {
        var result = await server.RunToolAsync("psql", database,
            ["--no-psqlrc", "--set", "ON_ERROR_STOP=1", .. arguments]);
        Assert.True(result.ExitStatus == 0, result.StandardError);
        return result.StandardOutput;
    }
}
