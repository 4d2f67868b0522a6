using System.Text.RegularExpressions;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Documents;

/// <summary>docs/reference has everything that there is, and nothing else.</summary>
[Collection(nameof(DocumentedCluster))]
[Trait("needs", "pg_cron")]
public sealed partial class ReferenceTests(DocumentedCluster cluster)
{
    /// <summary>Files of deploy/roles, and columns of the table of grants.</summary>
    private static readonly string[] Roles = ["runner", "operator", "monitor", "application"];

    [Fact]
    public async Task Command_line_has_every_command_and_option_of_the_help_and_no_other()
    {
        var page = MarkdownFile.Read("docs/reference/command-line.md");
        var help = (await CommandLine.RunAsync("--help")).StandardOutput;
        var commands = HelpCommand().Matches(help).Select(match => match.Groups["name"].Value).ToList();
        Assert.Contains("cleanup", commands);

        Assert.Equal(commands.Order(), FirstColumn(page.Section("# Command line").Split("\n## ")[0]).Order());
        var common = FirstColumn(page.Section("## Options of all commands")).Except(["--version"]).ToList();
        foreach (var command in commands)
        {
            var options = HelpOption().Matches((await CommandLine.RunAsync(command, "--help")).StandardOutput)
                .Select(match => match.Groups["name"].Value).Distinct();
            var documented = FirstColumn(page.Section($"## `{command}`"))
                .Where(name => name.StartsWith("--", StringComparison.Ordinal)).Concat(common);
            Assert.Equal((command, Joined(options)), (command, Joined(documented)));
        }
    }

    [Fact]
    public async Task Metrics_has_every_metric_and_label_that_status_prints_and_no_other()
    {
        await cluster.ResetAsync();
        await cluster.RunAsync("session-cleanup", "cleanup");
        await Sql.ExecuteAsync(
            cluster.Rooms, "UPDATE session SET expires_at = now() - interval '1 hour' WHERE is_active");
        var printed = (await cluster.RunAsync("session-cleanup", "status", "--output", "prometheus")).StandardOutput;

        var metrics = MetricType().Matches(printed).Select(match => match.Groups["name"].Value);
        var page = MarkdownFile.Read("docs/reference/metrics.md");

        Assert.Equal(metrics.Order(), FirstColumn(page.Section("# Metrics")).Order());
        var documented = page.Lines.Where(line => line.StartsWith('|'))
            .Select(line => Tight(string.Join('|', line.Split('|')[1..3])));
        foreach (var sample in MetricSample().Matches(printed).AsEnumerable())
        {
            var labels = MetricLabel().Matches(sample.Groups["labels"].Value)
                .Select(match => $"`{match.Groups["name"].Value}`");
            Assert.Contains($"`{sample.Groups["name"].Value}`|{string.Join(',', labels)}", documented);
        }
    }

    [Fact]
    public async Task Every_table_view_function_and_procedure_is_in_the_reference_with_its_COMMENT()
    {
        await cluster.ResetAsync();

        var page = await cluster.RunAsync("psql", "--no-psqlrc", "-At", "-f", "docs/reference/sql-objects.sql");

        Assert.Equal((0, ""), (page.ExitStatus, page.StandardError));
        Assert.True(
            page.StandardOutput == Repository.Read("docs/reference/sql-objects.md"),
            "docs/reference/sql-objects.md does not have the COMMENTs of sql/. Run scripts/reference.");
    }

    /// <summary>As deploy/roles grants them; PUBLIC has nothing.</summary>
    [Fact]
    public async Task SQL_has_the_grants_of_each_kind_of_role()
    {
        await cluster.ResetAsync();
        foreach (var role in Roles)
        {
            await Sql.ExecuteAsync(cluster.Rooms, $"CREATE ROLE granted_{role}");
            var file = $"deploy/roles/{role}.sql";
            var granted = await cluster.RunAsync("psql", "-v", $"role=granted_{role}", "-f", file);
            Assert.True(granted.ExitStatus == 0, granted.AllOutput);
        }

        await using var connection = await Sql.OpenAsync(cluster.Rooms);
        var columns = Roles.Select(role =>
            $"""
            coalesce(
                string_agg(privilege_type, ', ' ORDER BY privilege_type) FILTER (WHERE grantee = 'granted_{role}'), '')
            """);
        var rows = await connection.RowsAsync(
            $"""
            WITH object AS (
                SELECT relname AS name, coalesce(relacl, acldefault('r', relowner)) AS acl
                  FROM pg_class
                 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND relname <> 'schemaversions'
                 UNION ALL
                SELECT proname, coalesce(proacl, acldefault('f', proowner))
                  FROM pg_proc
                 WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype),
            privilege AS (
                SELECT object.name,
                       CASE entry.grantee WHEN 0 THEN 'PUBLIC' ELSE entry.grantee::regrole::text END AS grantee,
                       entry.privilege_type
                  FROM object CROSS JOIN aclexplode(object.acl) AS entry)
            SELECT '| `' || name || '` | ' || concat_ws(' | ', {string.Join(", ", columns)}) || ' |'
              FROM privilege
             WHERE grantee = 'PUBLIC' OR grantee LIKE 'granted_%'
             GROUP BY name
             ORDER BY name COLLATE "C"
            """);

        var table = MarkdownFile.Read("docs/reference/sql.md").Section("## Grants").Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(rows.Select(Tight), table.Select(Tight));
    }

    /// <summary>Those that a routine catches itself aside. The server knows the code of a condition's name.</summary>
    [Fact]
    public async Task SQL_has_every_SQLSTATE_that_the_routines_raise()
    {
        await cluster.ResetAsync();
        await using var connection = await Sql.OpenAsync(cluster.Rooms);
        var table = MarkdownFile.Read("docs/reference/sql.md").Section("## SQLSTATEs");
        var documented = Code().Matches(table).Select(match => match.Groups["code"].Value).ToList();
        var raised = Directory.EnumerateFiles(Path.Combine(Repository.Root, "sql/routines"))
            .Select(File.ReadAllText)
            .SelectMany(text => Raised().Matches(text).Select(match => match.Groups["condition"].Value)
                .Where(condition => !text.Contains($"WHEN SQLSTATE '{condition}'", StringComparison.Ordinal)))
            .Distinct();
        foreach (var condition in raised)
        {
            var failure = await Assert.ThrowsAsync<Npgsql.PostgresException>(
                () => connection.ExecuteAsync($"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{condition}'; END $$"));
            Assert.Contains(failure.SqlState, documented);
        }
    }

    private static string Joined(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    private static string Tight(string row) => row.Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<string> FirstColumn(string text) =>
        FirstCell().Matches(text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("^ {2}(?<name>[a-z]+) {2,}", RegexOptions.Multiline)]
    private static partial Regex HelpCommand();

    [GeneratedRegex("^ +(-[a-z], )?(?<name>--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex MetricType();

    [GeneratedRegex(@"^(?<name>session_cleanup_[a-z_]+)(\{(?<labels>[^}]*)\})? ", RegexOptions.Multiline)]
    private static partial Regex MetricSample();

    [GeneratedRegex("(?<name>[a-z_]+)=\"")]
    private static partial Regex MetricLabel();

    [GeneratedRegex("^\\| \\[?`(?<name>[^`]+)`", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("`(?<code>[0-9A-Z]{5})`")]
    private static partial Regex Code();

    [GeneratedRegex("ERRCODE *= *'(?<condition>[0-9a-zA-Z_]+)'")]
    private static partial Regex Raised();
}
