using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public sealed class MigrateTests(PostgresServer server)
{
    [Fact]
    public async Task A_dry_run_lists_what_is_lacking_and_changes_nothing()
    {
        var database = await server.EmptyDatabaseAsync();

        var result = await CommandLine.RunAsync("migrate", "--dry-run", "--connection", database);

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("would apply migrations/0001_create_session_tables.sql", result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("would apply routines/cleanup_sessions.sql", result.StandardOutput, StringComparison.Ordinal);
        Assert.Matches("would apply routines/touch_session.sql [0-9a-f]{12}\n", result.StandardOutput);
        Assert.Equal("0",
            await Sql.ScalarAsync(database,
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task A_second_migrate_finds_nothing_to_do()
    {
        var database = await server.EmptyDatabaseAsync();

        var first = await CommandLine.RunAsync("migrate", "--connection", database);
        var second = await CommandLine.RunAsync("migrate", "--connection", database, "--output", "json");

        Assert.Contains("applied routines/cleanup_sessions.sql", first.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(0, second.ExitStatus);
        Assert.Contains("\"scripts_applied\":0", second.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("pending", second.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_routine_whose_text_changed_is_applied_again_even_if_it_had_that_text_before()
    {
        var database = await server.DisposableMigratedDatabaseAsync();

        // As if a later version had changed touch_session and this one changed it back.
        await Sql.ExecuteAsync(
            database,
            """
            INSERT INTO schemaversions (scriptname, applied) VALUES ('routines/touch_session.sql 0123456789ab', now());
            CREATE OR REPLACE FUNCTION touch_session(session_id bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true';
            """);

        var dryRun = await CommandLine.RunAsync("migrate", "--dry-run", "--connection", database);
        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Contains("would apply routines/touch_session.sql", dryRun.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("applied routines/touch_session.sql", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("plpgsql", await Sql.ScalarAsync(
            database,
            "SELECT lanname FROM pg_proc JOIN pg_language ON pg_language.oid = prolang "
                    + "WHERE proname = 'touch_session'"));
    }

    [Fact]
    public async Task A_migration_that_was_edited_after_it_was_applied_is_refused()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            "UPDATE schemaversions SET scriptname = 'migrations/0001_create_session_tables.sql 0123456789ab' WHERE "
                + "scriptname LIKE 'migrations/0001%'");

        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("was applied with checksum 0123456789ab", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            "INSERT INTO schemaversions (scriptname, applied) VALUES ('migrations/9999_from_the_future.sql "
                + "0123456789ab', now())");

        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("The database is newer than this program", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_the_database_has_and_the_program_lacks_is_refused()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            "INSERT INTO schemaversions (scriptname, applied) VALUES ('migrations/0000_of_another_branch.sql "
                + "0123456789ab', now())");

        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("has migrations/0000_of_another_branch.sql, which is missing from this program",
            result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_lost_an_entry_does_no_harm()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database, "DELETE FROM schemaversions WHERE scriptname LIKE 'migrations/0001%'");

        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("0001_create_session_tables.sql failed and was rolled back", result.StandardError,
            StringComparison.Ordinal);
        Assert.Contains("the journal public.schemaversions has lost an entry", result.StandardError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_a_role_that_may_not_create_it_says_so_and_makes_nothing()
    {
        var database = await server.EmptyDatabaseAsync();
        var asRunner = new NpgsqlConnectionStringBuilder(database)
        {
            Username = PostgresServer.Runner,
            Password = "runner"
        };

        var result = await CommandLine.RunAsync("migrate", "--connection", asRunner.ConnectionString);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("GRANT CREATE ON SCHEMA public", result.StandardError, StringComparison.Ordinal);
        Assert.Equal("0",
            await Sql.ScalarAsync(database,
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task Entries_of_other_users_of_the_journal_are_left_alone()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database,
            "INSERT INTO schemaversions (scriptname, applied) VALUES ('Script0001.sql', now())");

        var result = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
    }

    [Fact]
    public async Task A_script_that_fails_is_rolled_back_whole_and_the_next_run_goes_on()
    {
        var database = await server.EmptyDatabaseAsync();
        await Sql.ExecuteAsync(
            database,
            """
            CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF to_regclass('public.session_member') IS NOT NULL THEN
                    RAISE EXCEPTION 'no session_member here';
                END IF;
            END $$;
            CREATE EVENT TRIGGER refuse ON ddl_command_end EXECUTE FUNCTION refuse();
            """);

        var failed = await CommandLine.RunAsync("migrate", "--connection", database);
        var tablesAfterFailure = await Sql.ScalarAsync(
            database,
            "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public' AND "
                + "tablename <> 'schemaversions'");
        await Sql.ExecuteAsync(database, "DROP EVENT TRIGGER refuse");
        var repaired = await CommandLine.RunAsync("migrate", "--connection", database);

        Assert.Equal(1, failed.ExitStatus);
        Assert.Contains("0001_create_session_tables.sql", failed.StandardError, StringComparison.Ordinal);
        Assert.Equal("", tablesAfterFailure);
        Assert.Equal(0, repaired.ExitStatus);
    }

    [Fact]
    public async Task Another_that_migrates_is_waited_for()
    {
        var database = await server.EmptyDatabaseAsync();
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        using var first = CommandLine.Start("migrate", "--connection", database);
        await CommandLine.FinishAsync(first);
        var key = await other.ScalarAsync<long>("SELECT x'73657373696F6E2D'::bigint");
        await other.ExecuteAsync("BEGIN");
        await other.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", key);

        using var waiting = CommandLine.Start("migrate", "--connection", database);
        var finished = CommandLine.FinishAsync(waiting);
        // It has asked for the lock, and not got it.
        while (!await other.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query = 'ROLLBACK')"))
        {
            Assert.False(finished.IsCompleted);
            await Task.Delay(20, TestContext.Current.CancellationToken);
            await other.ExecuteAsync("SELECT pg_stat_clear_snapshot()");
        }

        await other.ExecuteAsync("COMMIT");

        Assert.Equal(0, (await finished).ExitStatus);
        Assert.Contains("Another migrate is running", (await finished).StandardError, StringComparison.Ordinal);
    }
}
