using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>Whatever the encoding of a database, the schema fits in.</summary>
public sealed class EncodingTests(PostgresServer server) : DatabaseTest(server)
{
    private static readonly string[] Kinds = ["migrations", "routines"];

    [Fact]
    public async Task The_scripts_apply_in_every_encoding_that_a_server_can_have()
    {
        // The scripts are ASCII, of which scripts/check makes sure. What is left is whether a literal or a name of
        // theirs depends on the encoding: one transaction in each, rolled back.
        var encodings = await Database.RowsAsync(
            """
            SELECT name
              FROM generate_series(0, 60) AS number
             CROSS JOIN LATERAL pg_encoding_to_char(number) AS name
             WHERE name <> '' AND name NOT IN ('SJIS', 'BIG5', 'GBK', 'UHC', 'GB18030', 'JOHAB', 'SHIFT_JIS_2004')
             ORDER BY name
            """);
        Assert.True(encodings.Count > 30, string.Join(' ', encodings));
        var root = AppContext.BaseDirectory;
        var scripts = Kinds
            .SelectMany(kind =>
                Directory.GetFiles(Path.Combine(root, "sql", kind), "*.sql").Order(StringComparer.Ordinal))
            .SelectMany(file => new[] { "--file", file }).ToArray();

        foreach (var encoding in encodings)
        {
            var database = await Server.EmptyDatabaseAsync($"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
            var result = await PostgresServer.RunMachineToolAsync(
                "psql", database,
                ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction", .. scripts]);
            Assert.True(result.ExitStatus == 0, $"{encoding}: {result.AllOutput}");
        }
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("WIN1251")]
    [InlineData("EUC_JP")]
    [InlineData("SQL_ASCII")]
    public async Task Migrate_and_cleanup_work_in(string encoding)
    {
        var database = await Server.EmptyDatabaseAsync($"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        Assert.Equal(0, (await CommandLine.RunAsync("migrate", "--connection", database)).ExitStatus);
        await Sql.ExecuteAsync(
            database,
            "INSERT INTO session (session_type, expires_at) VALUES ('collaborative', now() - interval '1 day')");

        var cleanup = await CommandLine.RunAsync("cleanup", "--verbose", "--connection", database);
        var status = await CommandLine.RunAsync("status", "--max-age", "1h", "--connection", database);

        Assert.True(cleanup is { ExitStatus: 0, StandardError: "" }, cleanup.AllOutput);
        Assert.Contains("1 session cleaned up", cleanup.StandardOutput, StringComparison.Ordinal);
        Assert.True(status is { ExitStatus: 0, StandardError: "" }, status.AllOutput);
    }
}
