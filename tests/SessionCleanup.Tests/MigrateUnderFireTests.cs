using Npgsql;
using SessionCleanup.Errors;
using SessionCleanup.Migration;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>migrate next to other migrates, next to the application, and interrupted.</summary>
public sealed class MigrateUnderFireTests(PostgresServer server)
{
    private const string IndexIsValid =
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'session_owner_id_idx'::regclass";

    /// <summary>Migrations as a later version will have them.</summary>
    private static readonly SchemaScript[] Tomorrow =
    [
        new("migrations/0101_index_owner.sql",
            """
            DROP INDEX CONCURRENTLY IF EXISTS public.session_owner_id_idx;
            CREATE INDEX CONCURRENTLY session_owner_id_idx ON public.session (owner_id);
            """),
        new("migrations/0102_add_colour.sql", "ALTER TABLE public.session ADD COLUMN colour text DEFAULT 'blue';"),
    ];

    private static CancellationToken TestOver => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_forty_at_once_on_an_empty_database_exactly_one_applies()
    {
        var database = await server.EmptyDatabaseAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => CommandLine.RunAsync("migrate", "--connection", database)));

        Assert.All(results, result => Assert.True(result.ExitStatus == 0, result.AllOutput));
        Assert.Single(results, result =>
            result.StandardOutput.Contains("applied migrations/", StringComparison.Ordinal));
        await TheSchemaIsCompleteAsync(database);
    }

    [Fact]
    public async Task When_the_one_that_applies_is_killed_another_one_finishes()
    {
        var database = await server.EmptyDatabaseAsync();
        await MakeDdlSlowAsync(database);
        using var first = CommandLine.Start("migrate", "--connection", database);
        await UntilApplyingAsync(database);

        var others = Enumerable.Range(0, 39).Select(_ => CommandLine.RunAsync("migrate", "--connection", database))
            .ToArray();
        await Sql.UntilAsync(database,
            "SELECT count(*) > 5 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
                + "'%migrate%'");
        first.Kill();
        var results = await Task.WhenAll(others);

        Assert.All(results, result => Assert.True(result.ExitStatus == 0, result.AllOutput));
        await TheSchemaIsCompleteAsync(database, someAppliedAgain: true);
    }

    [Fact]
    public async Task Sigterm_rolls_the_script_in_flight_back_and_the_next_run_goes_on()
    {
        var database = await server.EmptyDatabaseAsync();
        await MakeDdlSlowAsync(database);
        using var process = CommandLine.Start("migrate", "--connection", database);
        await UntilApplyingAsync(database);
        await Sql.ExecuteAsync(database,
            "CREATE OR REPLACE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); "
                + "END'");

        await ProcessResult.RunAsync("kill", ["-TERM", $"{process.Id}"]);
        var interrupted = await CommandLine.FinishAsync(process);

        Assert.Equal(143, interrupted.ExitStatus);
        Assert.Contains("Interrupted. Scripts that were applied stay applied", interrupted.StandardError,
            StringComparison.Ordinal);
        Assert.Equal("0", await Sql.ScalarAsync(
            database,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE "
                + "'%migrate%'"));
        await Sql.ExecuteAsync(database, "DROP EVENT TRIGGER slow");
        var next = await CommandLine.RunAsync("migrate", "--connection", database);
        Assert.Equal((0, ""), (next.ExitStatus, next.StandardError));
        await TheSchemaIsCompleteAsync(database);
    }

    /// <summary>A large table that is in use: writers go on, and a build that was killed is repaired.</summary>
    [Fact]
    public async Task An_index_is_built_next_to_writers_and_a_failed_build_is_repaired()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await using var application = await Sql.OpenAsync(database);
        await application.ExecuteAsync(
            "INSERT INTO session (session_type) SELECT 'simple' FROM generate_series(1, 1000)");
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync("UPDATE session SET title = 'in use' WHERE session_id = 1");

        var building = MigrateToTomorrowAsync(database);
        await Sql.UntilAsync(
            database,
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE "
                + "INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'");
        await Sql.ExecuteAsync(database,
            "SET lock_timeout = '5s'; UPDATE session SET title = 'meanwhile' WHERE session_id = 2");
        await Sql.ExecuteAsync(database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE "
                + "'CREATE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()");
        var failure = ErrorReport.Of(await Assert.ThrowsAsync<MigrationException>(() => building));
        await application.ExecuteAsync("COMMIT");

        Assert.StartsWith("migrations/0101_index_owner.sql failed, and will be run again as a whole. The server ended",
            failure.Problem, StringComparison.Ordinal);
        Assert.Equal("False", await Sql.ScalarAsync(database, IndexIsValid));

        await MigrateToTomorrowAsync(database);
        Assert.Equal("True", await Sql.ScalarAsync(database, IndexIsValid));
        Assert.Equal("blue", await Sql.ScalarAsync(database, "SELECT DISTINCT colour FROM session"));
    }

    /// <summary>
    /// Somebody's long transaction stops a change of a trigger; the others must not have to wait behind that change.
    /// </summary>
    [Fact]
    public async Task Ddl_waits_for_a_lock_briefly_and_tries_again()
    {
        var database = await server.DisposableMigratedDatabaseAsync();
        await Sql.ExecuteAsync(database,
            "DELETE FROM schemaversions WHERE scriptname LIKE 'routines/triggers%'; INSERT INTO session "
                + "(session_type) VALUES ('simple')");
        await using var application = await Sql.OpenAsync(database);
        await application.ExecuteAsync("BEGIN");
        await application.ExecuteAsync("UPDATE session SET title = 'for hours'");

        using var process = CommandLine.Start("migrate", "--connection", database);
        await Sql.UntilAsync(database,
            "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'session'::regclass");
        await Sql.ExecuteAsync(database, "INSERT INTO session (session_type) VALUES ('simple')");
        await Task.Delay(1500, TestOver);
        await Sql.ExecuteAsync(database, "INSERT INTO session (session_type) VALUES ('simple')");
        await application.ExecuteAsync("COMMIT");
        var result = await CommandLine.FinishAsync(process);

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("routines/triggers.sql needs a lock that someone else holds; trying again",
            result.StandardError, StringComparison.Ordinal);
        await TheSchemaIsCompleteAsync(database, someAppliedAgain: true);
    }

    [Fact]
    public async Task A_full_disk_in_the_middle_leaves_whole_scripts_and_the_next_run_finishes()
    {
        await using var cluster = await PrivateCluster.StartAsync("autovacuum=off");
        await Sql.ExecuteAsync(cluster.ConnectionString, "CREATE DATABASE rooms");
        var database =
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "rooms" }.ConnectionString;
        await MigrateAsync(database, SchemaScript.LoadShipped());
        await Sql.ExecuteAsync(
            database,
            "SET session_replication_role = replica; INSERT INTO session (session_type) SELECT 'simple' FROM "
                + "generate_series(1, 100000); CHECKPOINT");
        await cluster.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        SchemaScript[] rewrite = [new("migrations/0103_wide.sql",
            "CREATE TABLE public.copy AS SELECT *, repeat(md5(random()::text), 20) FROM public.session;")];

        // No file may grow beyond 17 MB: one WAL segment fits, the copy does not.
        await cluster.StartAgainAsync("ulimit -f 17000");
        var failure = await Assert.ThrowsAsync<MigrationException>(
            () => MigrateAsync(database, [.. SchemaScript.LoadShipped(), .. Tomorrow, .. rewrite]));
        await cluster.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.StartAgainAsync();

        Assert.StartsWith("migrations/0103_wide.sql failed and was rolled back", ErrorReport.Of(failure).Problem,
            StringComparison.Ordinal);
        Assert.Equal("", await Sql.ScalarAsync(database, "SELECT to_regclass('copy')::text"));
        Assert.Equal("True", await Sql.ScalarAsync(database, IndexIsValid));
        await MigrateAsync(database, [.. SchemaScript.LoadShipped(), .. Tomorrow, .. rewrite]);
        Assert.Equal("100000", await Sql.ScalarAsync(database, "SELECT count(*) FROM copy"));
    }

    private static Task MigrateToTomorrowAsync(string database) =>
        MigrateAsync(database, [.. SchemaScript.LoadShipped(), .. Tomorrow]);

    private static async Task MigrateAsync(string database, IReadOnlyList<SchemaScript> scripts)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database)
            {
                Pooling = false,
                ApplicationName = $"migrate {Guid.NewGuid():N}"
            });
        await new Migrator(dataSource, scripts, SchemaScript.LoadPreflight(), _ => { }).MigrateAsync(TestOver);
    }

    /// <summary>Each DDL command takes long enough to be met in the middle.</summary>
    private static Task MakeDdlSlowAsync(string database) => Sql.ExecuteAsync(
        database,
        """
        CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); END';
        CREATE EVENT TRIGGER slow ON ddl_command_start EXECUTE FUNCTION slow();
        """);

    private static async Task UntilApplyingAsync(string database)
    {
        await Sql.UntilAsync(database, "SELECT to_regclass('schemaversions') IS NOT NULL");
        await Sql.UntilAsync(database, "SELECT count(*) >= 3 FROM schemaversions");
    }

    /// <param name="database">Its connection string.</param>
    /// <param name="someAppliedAgain">
    /// What a schema is like is recorded by the last script. Until then, and after any other, routines are applied
    /// again.
    /// </param>
    private async Task TheSchemaIsCompleteAsync(string database, bool someAppliedAgain = false)
    {
        var journal =
            $"SELECT string_agg({(someAppliedAgain ? "DISTINCT" : "")} scriptname, ' ' ORDER BY scriptname) FROM "
                + $"schemaversions";
        Assert.Equal(await Sql.ScalarAsync(await server.DisposableMigratedDatabaseAsync(), journal),
            await Sql.ScalarAsync(database, journal));
        Assert.Equal("0", await Sql.ScalarAsync(database, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
        Assert.Equal("True",
            await Sql.ScalarAsync(database, "SELECT total_sessions >= 0 FROM cleanup_sessions(dry_run => true)"));
    }
}
