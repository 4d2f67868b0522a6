using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>No setting of a role or a database changes what a command prints.</summary>
public sealed class SettingsTests(PostgresServer server) : DatabaseTest(server)
{
    // They say that nothing may be written, how long something may take, or which rows may be seen: to be kept, not
    // undone.
    private const string Meant =
        """
        '{default_transaction_read_only, row_security, statement_timeout, lock_timeout, role,
          session_authorization, default_tablespace, temp_tablespaces, default_table_access_method,
          post_auth_delay, seed, client_encoding, application_name, debug_print_parse, debug_print_rewritten,
          debug_print_plan, debug_discard_caches, trace_notify, trace_sort}'::text[]
        """;

    // For the settings that are neither switches nor choices.
    private static readonly (string Name, string Value)[] Others =
    [
        ("search_path", "nowhere"),
        ("TimeZone", "Pacific/Chatham"),
        ("DateStyle", "German, DMY"),
        ("extra_float_digits", "-15"),
        ("lc_monetary", "C"),
        ("lc_numeric", "C"),
        ("lc_time", "C"),
        ("idle_in_transaction_session_timeout", "1h"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_setting_that_a_user_may_make_changes_what_is_printed(int choice)
    {
        await Given.ExpiredSessionAsync(ago: 2.Days(), online: 1);
        await Given.SessionAsync();
        await Database.ExecuteAsync(@"UPDATE session SET title = 'back\slash ''quoted'' NULL'");
        var name = new Npgsql.NpgsqlConnectionStringBuilder(Database.ConnectionString).Database!;
        var expected = await OutputsAsync();
        // All of them at once: each switch the other way round, each choice at one of its values.
        var settings = await Database.RowsAsync(
            $"""
            SELECT name || ' = ' || quote_literal(CASE vartype
                       WHEN 'bool' THEN CASE boot_val WHEN 'on' THEN 'off' ELSE 'on' END
                       ELSE enumvals[1 + $1 % cardinality(enumvals)]
                   END)
              FROM pg_settings
             WHERE context = 'user' AND vartype IN ('bool', 'enum') AND name <> ALL ({Meant}) AND name !~ '^(plpgsql|transaction)'
             ORDER BY name
            """,
            choice);
        try
        {
            foreach (var setting in settings.Concat(Others.Select(other => $"\"{other.Name}\" = '{other.Value}'")))
            {
                await Database.ExecuteAsync($"ALTER DATABASE \"{name}\" SET {setting}");
            }

            Assert.Equal(expected, await OutputsAsync());
            var run = await CommandLine.RunAsync("cleanup", "--connection", Database.ConnectionString);
            Assert.Equal((0, ""), (run.ExitStatus, run.StandardError));
            Assert.Contains("1 session cleaned up, 1 member set offline", run.StandardOutput, StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync($"ALTER DATABASE \"{name}\" RESET ALL");
        }
    }

    private async Task<string> OutputsAsync()
    {
        string[][] commands =
        [
            ["cleanup", "--dry-run", "--verbose", "--output", "json"],
            ["status", "--output", "json"],
            ["migrate", "--dry-run"],
        ];
        var outputs = new List<string>();
        foreach (var command in commands)
        {
            var result = await CommandLine.RunAsync([.. command, "--connection", Database.ConnectionString]);
            outputs.Add($"{result.ExitStatus} {Undated(result.StandardOutput)} {result.StandardError}");
        }

        return string.Join('\n', outputs);
    }

    /// <summary>Without what the time of day changes: the moment of a status, ages, and how long it took.</summary>
    private static string Undated(string output) => System.Text.RegularExpressions.Regex.Replace(
        output,
        "\"(checked_at|seconds|oldest_expired_age_seconds)\":[^,}]*|[0-9]{2}:[0-9]{2}:[0-9]{2}(?=\",\"members)",
        "");
}
