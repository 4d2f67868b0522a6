using System.Text.RegularExpressions;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Documents;

/// <summary>docs/reference has everything that there is, and nothing else.</summary>
[Collection(nameof(DocumentedCluster))]
[Trait("needs", "pg_cron")]
public sealed partial class ReferenceTests(DocumentedCluster cluster)
{
    /// <summary>The files of deploy/roles for a role that is granted something, by their column in the table of grants.</summary>
    private static readonly string[] Roles = ["runner", "monitor", "application"];

    [Fact]
    public async Task Command_line_has_every_command_and_option_of_the_help_and_no_other()
    {
        var page = MarkdownFile.Read("docs/reference/command-line.md");
        var help = (await CommandLine.RunAsync("--help")).StandardOutput;
        var commands = HelpCommand().Matches(help).Select(match => match.Groups["name"].Value).ToList();
        Assert.Contains("cleanup", commands);

        Assert.Equal(commands.Order(), FirstColumn(page.Section("# Command line")[..page.Section("# Command line").IndexOf("\n## ", StringComparison.Ordinal)]).Order());
        var common = FirstColumn(page.Section("## Options of all commands")).Except(["--version"]).ToList();
        foreach (var command in commands)
        {
            var options = HelpOption().Matches((await CommandLine.RunAsync(command, "--help")).StandardOutput)
                .Select(match => match.Groups["name"].Value).Distinct();
            var documented = FirstColumn(page.Section($"## `{command}`")).Where(name => name.StartsWith("--", StringComparison.Ordinal));
            Assert.Equal((command, string.Join(' ', options.Order())), (command, string.Join(' ', documented.Concat(common).Order())));
        }
    }

    [Fact]
    public async Task Metrics_has_every_metric_and_label_that_status_prints_and_no_other()
    {
        await cluster.ResetAsync();
        await cluster.RunAsync("session-cleanup", "cleanup");
        await Sql.ExecuteAsync(cluster.Rooms, "UPDATE session SET expires_at = now() - interval '1 hour' WHERE is_active");
        var printed = (await cluster.RunAsync("session-cleanup", "status", "--output", "prometheus")).StandardOutput;

        var metrics = MetricType().Matches(printed).Select(match => match.Groups["name"].Value);
        var page = MarkdownFile.Read("docs/reference/metrics.md");

        Assert.Equal(metrics.Order(), FirstColumn(string.Join('\n', page.Lines)).Where(name => name.StartsWith("session_cleanup_", StringComparison.Ordinal)).Order());
        foreach (var sample in MetricSample().Matches(printed).AsEnumerable())
        {
            var labels = MetricLabel().Matches(sample.Groups["labels"].Value).Select(match => $"`{match.Groups["name"].Value}`");
            Assert.Contains($"| `{sample.Groups["name"].Value}` | {string.Join(", ", labels)}".TrimEnd() + " |", page.Lines.Select(line => string.Join('|', line.Split('|').Take(3)).TrimEnd() + " |"));
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

    [Fact]
    public async Task SQL_names_every_view_function_and_procedure()
    {
        await cluster.ResetAsync();
        await using var connection = await Sql.OpenAsync(cluster.Rooms);
        var names = await connection.RowsAsync(
            """
            SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
             UNION
            SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype
            """);
        var page = Repository.Read("docs/reference/sql.md");

        Assert.All(names, name => Assert.Matches($@"`[^`]*\b{name}\b[^`]*`", page));
    }

    /// <summary>As deploy/roles grants them; PUBLIC has nothing.</summary>
    [Fact]
    public async Task SQL_has_the_grants_of_each_kind_of_role()
    {
        await cluster.ResetAsync();
        foreach (var role in Roles)
        {
            await Sql.ExecuteAsync(cluster.Rooms, $"CREATE ROLE granted_{role}");
            var granted = await cluster.RunAsync("psql", "-v", $"role=granted_{role}", "-f", $"deploy/roles/{role}.sql");
            Assert.True(granted.ExitStatus == 0, granted.AllOutput);
        }

        await using var connection = await Sql.OpenAsync(cluster.Rooms);
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
                SELECT object.name, CASE entry.grantee WHEN 0 THEN 'PUBLIC' ELSE entry.grantee::regrole::text END AS grantee, entry.privilege_type
                  FROM object CROSS JOIN aclexplode(object.acl) AS entry)
            SELECT '| `' || name || '` | ' || concat_ws(' | ', {string.Join(", ", Roles.Select(role =>
                $"coalesce(string_agg(privilege_type, ', ' ORDER BY privilege_type) FILTER (WHERE grantee = 'granted_{role}'), '')"))}) || ' |'
              FROM privilege
             WHERE grantee IN ('PUBLIC', {string.Join(", ", Roles.Select(role => $"'granted_{role}'"))})
             GROUP BY name
             ORDER BY name COLLATE "C"
            """);

        var table = MarkdownFile.Read("docs/reference/sql.md").Section("## Grants").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(rows.Select(Tight), table.Select(Tight));
    }

    /// <summary>Those that a routine catches itself aside. The server knows the code of a condition's name.</summary>
    [Fact]
    public async Task SQL_has_every_SQLSTATE_that_the_routines_raise()
    {
        await using var connection = await Sql.OpenAsync(cluster.Rooms);
        var documented = Code().Matches(MarkdownFile.Read("docs/reference/sql.md").Section("## SQLSTATEs")).Select(match => match.Groups["code"].Value).ToList();
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

    private static string Tight(string row) => row.Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<string> FirstColumn(string text) => FirstCell().Matches(text).Select(match => match.Groups["name"].Value);

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
