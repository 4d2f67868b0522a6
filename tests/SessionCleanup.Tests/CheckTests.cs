using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>It checks itself: problems, drift, repair, and the names that are taken.</summary>
public sealed class CheckTests(PostgresServer server)
{
    [Fact]
    public async Task A_sound_installation_has_no_problem_whatever_the_settings_of_the_role()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            DO $$ BEGIN
                EXECUTE format('ALTER DATABASE %I SET quote_all_identifiers = on', current_database());
                EXECUTE format('ALTER DATABASE %I SET intervalstyle = sql_standard', current_database());
                EXECUTE format('ALTER DATABASE %I SET search_path = pg_catalog', current_database());
                EXECUTE format('ALTER DATABASE %I SET datestyle = german', current_database());
            END $$
            """);

        var result = await CheckAsync(database);

        Assert.Equal((0, "No problem was found.\n"), (result.ExitStatus, result.StandardOutput));
    }

    [Theory]
    [InlineData("ALTER TABLE session DISABLE TRIGGER session_after_deactivation",
        "trigger is disabled: session_after_deactivation on public.session")]
    [InlineData("DROP TRIGGER session_refuse_delete ON session", "trigger is missing: session_refuse_delete")]
    [InlineData("DROP VIEW session_cleanup_status", "view is missing: session_cleanup_status")]
    [InlineData("COMMENT ON VIEW cleanup_day IS NULL", "view differs from the shipped one: cleanup_day")]
    [InlineData(
        "CREATE OR REPLACE FUNCTION touch_session(session_id bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "routine differs from the shipped one: touch_session")]
    [InlineData("ALTER FUNCTION cleanup_sessions RESET search_path",
        "routine differs from the shipped one: cleanup_sessions")]
    [InlineData("DROP PROCEDURE cleanup_sessions_in_batches", "routine is missing: cleanup_sessions_in_batches")]
    [InlineData("GRANT EXECUTE ON FUNCTION cleanup_sessions TO PUBLIC",
        "routine is executable by PUBLIC: cleanup_sessions")]
    public async Task What_drifted_is_a_problem_and_migrate_brings_it_back_and_says_so(string change, string problem)
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database, change);

        var broken = await CheckAsync(database);
        Assert.Equal(2, broken.ExitStatus);
        Assert.Contains($"problem: {problem}", broken.StandardOutput, StringComparison.Ordinal);
        var dryRun = await CommandLine.RunAsync("migrate", "--dry-run", "--connection", database);
        Assert.Contains("changed by hand since the last migration: ", dryRun.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(2, (await CheckAsync(database)).ExitStatus);

        var migrated = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Contains("changed by hand since the last migration: ", migrated.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal("No problem was found.\n", (await CheckAsync(database)).StandardOutput);
        Assert.Contains(
            "The schema is up to date.\n",
            (await CommandLine.RunAsync("migrate", "--connection", database)).StandardOutput,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_brings_back_also_what_finds_the_drift()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database,
            "DROP FUNCTION session_cleanup_drift; DROP FUNCTION session_cleanup_object_now");

        Assert.Equal(1, (await CheckAsync(database)).ExitStatus);
        await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(0, (await CheckAsync(database)).ExitStatus);
    }

    [Theory]
    [InlineData("DROP INDEX session_session_type_is_active_expires_at_idx", "index is missing or invalid")]
    [InlineData("DROP INDEX cleanup_run_started_at_idx", "index is missing: cleanup_run_started_at_idx")]
    [InlineData("ALTER TABLE session_member DROP CONSTRAINT session_member_session_id_fkey", "constraint is missing")]
    [InlineData("INSERT INTO cleanup_run (finished_at) VALUES ('2031-01-01')", "cleanup succeeded in the future")]
    [InlineData("DELETE FROM cleanup_setting", "settings are missing")]
    [InlineData("INSERT INTO session (session_id, session_type) VALUES (50, 'simple')",
        "sequence is behind: public.session_session_id_seq")]
    [InlineData("INSERT INTO cleanup_run (cleanup_run_id) OVERRIDING SYSTEM VALUE VALUES (50)",
        "sequence is behind: public.cleanup_run")]
    [InlineData(
        "INSERT INTO session (session_id, session_type, is_active) VALUES (-1, 'simple', false); SET "
        + "session_replication_role = replica; "
        + "INSERT INTO session_member (session_id, user_id, is_online) VALUES (-1, 1, true)",
        "members are online in inactive sessions: 1 rows")]
    [InlineData(
        "SET session_replication_role = replica; INSERT INTO session_member (session_id, user_id) VALUES (-1, 1)",
        "members have no session")]
    [InlineData(
        "SET session_replication_role = replica; INSERT INTO session (session_id, session_type) VALUES (-1, 'chess')",
        "sessions have an unknown type")]
    public async Task Other_problems_are_named_with_a_remedy(string change, string problem)
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database, change);

        var result = await CheckAsync(database);

        Assert.Equal(2, result.ExitStatus);
        Assert.Contains($"problem: {problem}", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("\n  remedy: ", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("1 problem found.", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_the_applications_own_is_no_problem()
    {
        var database = await server.DisposableMigratedDatabaseAsync();

        await Sql.ExecuteAsync(
            database,
            """
            ALTER TABLE session ADD COLUMN colour text CHECK (colour <> '');
            CREATE INDEX ON session (owner_id);
            ALTER INDEX session_session_type_is_active_expires_at_idx SET (fillfactor = 80);
            CREATE FUNCTION ours() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER ours AFTER UPDATE ON session FOR EACH ROW EXECUTE FUNCTION ours();
            CREATE VIEW room AS SELECT * FROM session;
            """);

        Assert.Equal(0, (await CheckAsync(database)).ExitStatus);
    }

    [Fact]
    public async Task A_success_in_the_future_does_not_hide_that_cleanup_is_dead()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database, "INSERT INTO cleanup_run (finished_at) VALUES ('2031-01-01')");

        var result = await CommandLine.RunAsync("status", "--max-age", "26h", "--connection", database);

        Assert.Equal(2, result.ExitStatus);
    }

    [Fact]
    public async Task Repair_mends_the_rows_and_a_dry_run_of_it_changes_nothing()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            INSERT INTO session (session_id, session_type, is_active) VALUES (50, 'simple', false);
            SET session_replication_role = replica;
            INSERT INTO session_member (session_id, user_id, is_online) VALUES (50, 1, true);
            """);

        var dryRun = await CheckAsync(database, "--repair", "--dry-run");
        Assert.Equal(2, dryRun.ExitStatus);
        Assert.Contains("would repair: members of inactive sessions set offline: 1", dryRun.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("2 problems found.", dryRun.StandardOutput, StringComparison.Ordinal);

        var result = await CheckAsync(database, "--repair");

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("repaired: sequences moved past the highest key: 1", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal("51",
            await Sql.ScalarAsync(database,
                "INSERT INTO session (session_type) VALUES ('simple') RETURNING session_id"));
    }

    [Fact]
    public async Task A_sequence_that_counts_in_steps_keeps_its_residue()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            ALTER TABLE session ALTER session_id SET INCREMENT BY 4 RESTART WITH 6;
            INSERT INTO session (session_id, session_type) VALUES (50, 'simple'), (49, 'simple');
            """);

        await CheckAsync(database, "--repair");

        Assert.Equal("54",
            await Sql.ScalarAsync(database,
                "INSERT INTO session (session_type) VALUES ('simple') RETURNING session_id"));
    }

    [Fact]
    public async Task Dry_run_without_repair_is_wrong_usage() =>
        Assert.Equal(64, (await CheckAsync("Host=nowhere", "--dry-run")).ExitStatus);

    [Fact]
    public async Task Migrate_refuses_a_database_that_has_a_name_of_ours_and_lists_them_all()
    {
        var database = await server.EmptyDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            CREATE FUNCTION touch_session(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
            CREATE TYPE session AS ENUM ('a');
            CREATE TABLE mine (id integer CONSTRAINT session_pkey PRIMARY KEY);
            """);

        foreach (var option in (string[])["--dry-run", "--verbose"])
        {
            var result = await CommandLine.RunAsync("migrate", option, "--connection", database);

            Assert.Equal(1, result.ExitStatus);
            Assert.Contains(
                "has names already that Session Cleanup needs: function touch_session(bigint), index session_pkey, "
                    + "type session",
                result.StandardError,
                StringComparison.Ordinal);
        }

        Assert.Equal("", await Sql.ScalarAsync(database, "SELECT to_regclass('schemaversions')::text"));
    }

    [Fact]
    public async Task The_lists_of_names_have_every_object_that_the_scripts_make()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        const string Made =
            """
            SELECT string_agg(name, ' ' ORDER BY name COLLATE "C")
              FROM (SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ 'schemaversions'
                     UNION ALL
                    SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS made
            """;
        var preflight = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "sql/preflight.sql"), TestContext.Current.CancellationToken);
        var listed = System.Text.RegularExpressions.Regex.Matches(preflight, @"\('(relation|routine)', '(\w+)'")
            .Select(match => match.Groups[2].Value)
            .Order(StringComparer.Ordinal);

        Assert.Equal(await Sql.ScalarAsync(database, Made), string.Join(' ', listed));
        Assert.Equal("", await Sql.ScalarAsync(
            database,
            """
            SELECT string_agg(proname, ' ') FROM pg_proc
             WHERE pronamespace = 'public'::regnamespace
               AND proname NOT IN (SELECT split_part(identity, '(', 1) FROM session_cleanup_object)
            """));
    }

    private static Task<ProcessResult> CheckAsync(string database, params string[] options) =>
        CommandLine.RunAsync(["check", "--connection", database, .. options]);
}
