using System.Text.Json;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

/// <summary>adopt and unadopt, as the command line and in SQL.</summary>
[Trait("needs", "pg_dump")]
public sealed class AdoptTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private string _connectionString = "";
    private NpgsqlConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.DisposableMigratedDatabaseAsync();
        _connection = new NpgsqlConnection(_connectionString);
        await _connection.OpenAsync(TestContext.Current.CancellationToken);
        await _connection.ExecuteAsync(AdoptedSchema.Tables);
        await _connection.ExecuteAsync(
            """
            INSERT INTO app."Rooms" (kind, open, made_at, used_at, ends_at)
            SELECT CASE WHEN number % 2 = 0 THEN 'simple' ELSE 'collaborative' END, number % 5 <> 0, now() - interval '8 days',
                   now() - interval '1 hour', now() - interval '8 days' + number * interval '1 hour'
              FROM generate_series(1, 100) AS number;
            INSERT INTO app.people (room, person, here) SELECT "Id", person, person = 1 FROM app."Rooms", generate_series(1, 2) AS person;
            """);
        await File.WriteAllTextAsync(_file, AdoptedSchema.Mapping, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Adopting_cleaning_and_giving_back_leaves_the_schema_as_it_was()
    {
        var before = await server.DumpSchemaAsync(_connectionString);

        var adopted = await RunAsync("adopt", _file);
        Assert.Equal(
            ["Adopted the tables.", "members of inactive sessions set offline: 20",
             "sessions without expires_at given that of their type: 0"],
            adopted.StandardOutput.TrimEnd().Split('\n'));
        var dryRun = await RunAsync("cleanup", "--dry-run", "--output", "json");
        var cleanup = await RunAsync("cleanup", "--output", "json");
        Assert.Equal(40, Json(cleanup).GetProperty("sessions_cleaned").GetInt64());
        Assert.Equal(40, Json(cleanup).GetProperty("members_set_offline").GetInt64());
        foreach (var key in new[] { "sessions_cleaned", "members_set_offline", "active_sessions", "inactive_sessions",
            "total_sessions" })
        {
            Assert.Equal(Json(dryRun).GetProperty(key).GetInt64(), Json(cleanup).GetProperty(key).GetInt64());
        }

        Assert.Equal(
            40, await ScalarAsync<long>(
                "SELECT count(*) FROM app.\"Rooms\" WHERE NOT open AND cleanup_run_id IS NOT NULL AND deactivated_at "
                    + "IS NOT NULL"));
        Assert.Equal(0,
            await ScalarAsync<long>(
                "SELECT count(*) FROM app.people JOIN app.\"Rooms\" ON \"Id\" = room WHERE here AND NOT open"));

        Assert.Equal("Gave the tables back.\n", (await RunAsync("unadopt")).StandardOutput);
        Assert.Equal(before, await server.DumpSchemaAsync(_connectionString));
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", _connectionString)).ExitStatus);
    }

    [Fact]
    public async Task A_dry_run_prints_the_sql_and_changes_nothing_and_the_sql_does_what_adopt_does()
    {
        var before = await server.DumpSchemaAsync(_connectionString);
        var script = (await RunAsync("adopt", _file, "--dry-run")).StandardOutput;
        Assert.StartsWith("-- members of inactive sessions set offline: 20\n", script, StringComparison.Ordinal);
        Assert.Equal(before, await server.DumpSchemaAsync(_connectionString));

        var other = await server.DisposableMigratedDatabaseAsync();
        await using (var connection = new NpgsqlConnection(other))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync(AdoptedSchema.Tables);
        }

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        var applied = await PostgresServer.RunMachineToolAsync("psql", other, "-q", "-v", "ON_ERROR_STOP=1", "-f",
            file);
        File.Delete(file);
        Assert.True(applied.ExitStatus == 0, applied.StandardError);
        await RunAsync("adopt", _file);
        Assert.Equal(await server.DumpSchemaAsync(_connectionString), await server.DumpSchemaAsync(other));
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", other)).ExitStatus);

        var unadopt = (await RunAsync("unadopt", "--dry-run")).StandardOutput;
        Assert.Contains("ALTER TABLE app.\"Rooms\" DROP COLUMN cleanup_run_id;", unadopt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopting_twice_changes_nothing_and_another_mapping_is_refused()
    {
        await RunAsync("adopt", _file);
        var dump = await server.DumpSchemaAsync(_connectionString);
        Assert.Equal("Nothing to change: these tables are adopted already.\n",
            (await RunAsync("adopt", _file)).StandardOutput);
        Assert.Equal(dump, await server.DumpSchemaAsync(_connectionString));

        await File.WriteAllTextAsync(_file, AdoptedSchema.MappingWith("delete", "\"allow\""),
            TestContext.Current.CancellationToken);
        var refused = await CommandLine.RunAsync("adopt", _file, "--connection", _connectionString);
        Assert.Equal(1, refused.ExitStatus);
        Assert.Contains("are adopted already, with another mapping. Release them first", refused.StandardError,
            StringComparison.Ordinal);
        Assert.Equal("Gave the tables back.\n", (await RunAsync("unadopt")).StandardOutput);
        Assert.Equal("Nothing to change: no tables are adopted.\n", (await RunAsync("unadopt")).StandardOutput);
    }

    [Fact]
    public async Task Status_and_check_say_what_is_adopted()
    {
        Assert.Equal("No problem was found.\n", (await RunAsync("check")).StandardOutput);
        Assert.DoesNotContain("adopted tables", (await RunAsync("status")).StandardOutput, StringComparison.Ordinal);
        await RunAsync("adopt", _file);
        Assert.Contains("adopted tables: app.\"Rooms\" and app.people\n", (await RunAsync("status")).StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal(
            "app.people",
            Json(await RunAsync("status", "--output", "json")).GetProperty("session_cleanup_status")
                .GetProperty("adopted_member_table").GetString());
        Assert.Equal(
            "adopted tables: app.\"Rooms\" and app.people\nNo problem was found.\n",
            (await RunAsync("check")).StandardOutput);
        Assert.Equal(
            "app.people",
            Json(await RunAsync("check", "--output", "json")).GetProperty("adopted_member_table").GetString());
    }

    /// <summary>No constraint keeps the application from it.</summary>
    [Fact]
    public async Task A_session_of_an_unknown_type_is_in_no_figure_of_a_run()
    {
        await RunAsync("adopt", _file);
        var before = await _connection.RowsAsync("SELECT active, inactive, total FROM session_totals");

        await _connection.ExecuteAsync(
            "INSERT INTO app.\"Rooms\" (kind, open) VALUES ('new', true), ('new', false)");

        Assert.Equal(before, await _connection.RowsAsync("SELECT active, inactive, total FROM session_totals"));
    }

    [Fact]
    public async Task The_same_mapping_in_other_words_is_in_force()
    {
        await RunAsync("adopt", _file);
        await _connection.ExecuteAsync("ALTER TABLE app.\"Rooms\" RENAME name TO deactivated_by");
        await File.WriteAllTextAsync(
            _file, AdoptedSchema.MappingWith("session.columns.title", "\"deactivated_by\""),
            TestContext.Current.CancellationToken);
        Assert.Equal("Nothing to change: these tables are adopted already.\n",
            (await RunAsync("adopt", _file)).StandardOutput);
    }

    [Fact]
    public async Task Adopting_again_does_not_move_what_activity_has_moved_already()
    {
        const string expiries =
            "SELECT \"Id\", ends_at - used_at FROM app.\"Rooms\" WHERE open AND ends_at >= now() ORDER BY 1";
        await _connection.ExecuteAsync(
            "UPDATE app.\"Rooms\" SET ends_at = now() + interval '1 day' WHERE \"Id\" <= 10");
        await File.WriteAllTextAsync(
            _file, AdoptedSchema.MappingWith("activity_moves_expires_at", "true"),
            TestContext.Current.CancellationToken);
        Assert.Contains("from their last use, no longer from their creation: 4\n",
            (await RunAsync("adopt", _file)).StandardOutput,
            StringComparison.Ordinal);
        var moved = await _connection.RowsAsync(expiries);
        await RunAsync("unadopt");
        Assert.Contains("from their last use, no longer from their creation: 0\n",
            (await RunAsync("adopt", _file)).StandardOutput,
            StringComparison.Ordinal);

        // The views are lost, and made anew.
        await _connection.ExecuteAsync("DROP VIEW session CASCADE");
        await RunAsync("adopt", _file);
        Assert.Equal(moved, await _connection.RowsAsync(expiries));
    }

    [Fact]
    public async Task An_optional_column_may_be_null_and_a_session_without_a_share_id_is_named_by_its_key()
    {
        var mapping = AdoptedSchema.MappingWith("session.columns.share_id", "null");
        foreach (var column in new[] { "session.columns.owner_id", "session.columns.title",
            "session_member.columns.permission",
            "session_member.columns.joined_at", "session_member.columns.last_active_at" })
        {
            mapping = AdoptedSchema.MappingWith(column, "null", mapping);
        }

        await File.WriteAllTextAsync(_file, mapping, TestContext.Current.CancellationToken);
        await RunAsync("adopt", _file);
        Assert.Contains(
            "expired session 1: created ", (await RunAsync("cleanup", "--dry-run", "--verbose")).StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal(
            JsonValueKind.Null,
            Json(await RunAsync("cleanup", "--verbose", "--output", "json")).GetProperty("expired_sessions")[0]
                .GetProperty("share_id").ValueKind);
        Assert.Contains("(share_id none)", (await RunAsync("explain", "1")).StandardOutput, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", _connectionString)).ExitStatus);
    }

    [Fact]
    public async Task A_superuser_may_adopt_and_the_owner_upgrades_and_gives_back()
    {
        // Who owns the database of the application, and Session Cleanup in it.
        await _connection.ExecuteAsync(
            $"""
            DO $$
            DECLARE statement text;
            BEGIN
                FOR statement IN
                    SELECT format('ALTER %s %s OWNER TO {PostgresServer.Runner}', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass)
                      FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND relkind IN ('r', 'v')
                    UNION ALL
                    SELECT format('ALTER ROUTINE %s OWNER TO {PostgresServer.Runner}', oid::regprocedure)
                      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                LOOP
                    EXECUTE statement;
                END LOOP;
            END
            $$;
            GRANT ALL ON SCHEMA public, app TO {PostgresServer.Runner};
            """);
        await RunAsync("adopt", _file);
        Assert.Equal(
            0, await ScalarAsync<long>(
                $"""
                SELECT (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proowner <> '{PostgresServer.Runner}'::regrole)
                     + (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner <> '{PostgresServer.Runner}'::regrole)
                """));
        await _connection.ExecuteAsync($"SET ROLE {PostgresServer.Runner}");
        await _connection.ExecuteAsync("SELECT session_attach_triggers()");
        await _connection.ExecuteAsync("UPDATE app.\"Rooms\" SET open = false WHERE \"Id\" = 1");
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM app.people WHERE here AND room = 1"));
        Assert.True(await ScalarAsync<bool>("SELECT release_session_tables()"));
    }

    [Fact]
    public async Task A_dump_of_an_adopted_database_is_restored_with_its_rules()
    {
        await RunAsync("adopt", _file);
        var file = Path.GetTempFileName();
        var dumped = await server.RunToolAsync("pg_dump", _connectionString);
        Assert.True(dumped.ExitStatus == 0, dumped.StandardError);
        await File.WriteAllTextAsync(file, dumped.StandardOutput, TestContext.Current.CancellationToken);
        var restored = await server.EmptyDatabaseAsync();
        var result = await PostgresServer.RunMachineToolAsync("psql", restored, "-q", "-v", "ON_ERROR_STOP=1", "-f",
            file);
        File.Delete(file);
        Assert.True(result.ExitStatus == 0, result.StandardError);

        await using var connection = new NpgsqlConnection(restored);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("UPDATE app.\"Rooms\" SET open = false WHERE \"Id\" = 1");
        Assert.Equal(0, await connection.ScalarAsync<long>("SELECT count(*) FROM app.people WHERE here AND room = 1"));
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", restored)).ExitStatus);
        Assert.True(await connection.ScalarAsync<bool>("SELECT release_session_tables()"));
    }

    [Fact]
    public async Task Migrate_over_adopted_tables_brings_their_triggers_up_to_date()
    {
        await RunAsync("adopt", _file);
        var before = await server.DumpSchemaAsync(_connectionString);
        await _connection.ExecuteAsync(
            """
            DROP FUNCTION session_adopted_after_deactivation() CASCADE;
            UPDATE schemaversions SET scriptname = scriptname || 'x' WHERE scriptname LIKE 'routines/%';
            """);
        Assert.Equal(2, (await CommandLine.RunAsync("check", "--connection", _connectionString)).ExitStatus);
        await RunAsync("migrate");
        Assert.Equal(before, await server.DumpSchemaAsync(_connectionString));
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", _connectionString)).ExitStatus);
    }

    [Fact]
    public async Task Without_the_views_the_application_goes_on_and_the_rules_hold_and_adopt_makes_them_anew()
    {
        await RunAsync("adopt", _file);
        await RunAsync("cleanup");
        await _connection.ExecuteAsync("ALTER TABLE app.\"Rooms\" DROP COLUMN name CASCADE");

        var session =
            await ScalarAsync<long>("UPDATE app.\"Rooms\" SET open = false WHERE \"Id\" = 91 RETURNING \"Id\"");
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM app.people WHERE here AND room = $1", session));
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            _connection.ExecuteAsync("UPDATE app.people SET here = true WHERE room = $1", session));
        Assert.Equal("SC001", refused.SqlState);
        var check = await CommandLine.RunAsync("check", "--connection", _connectionString);
        Assert.Equal(2, check.ExitStatus);
        Assert.Contains("view is missing", check.StandardOutput, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_file, AdoptedSchema.MappingWith("session.columns.title", "null"),
            TestContext.Current.CancellationToken);
        Assert.StartsWith("Adopted the tables.\n", (await RunAsync("adopt", _file)).StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal(40, await ScalarAsync<long>("SELECT count(*) FROM session WHERE cleanup_run_id IS NOT NULL"));
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", _connectionString)).ExitStatus);
        await RunAsync("unadopt");
        Assert.Equal(0,
            await ScalarAsync<long>(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'app.\"Rooms\"'::regclass AND attname = "
                    + "'deactivated_at'"));
    }

    [Fact]
    public async Task A_table_that_is_dropped_is_found_and_unadopt_still_works()
    {
        await RunAsync("adopt", _file);
        await _connection.ExecuteAsync("DROP TABLE app.people, app.\"Rooms\" CASCADE");
        var check = await CommandLine.RunAsync("check", "--connection", _connectionString);
        Assert.Equal(2, check.ExitStatus);
        Assert.Contains("adopted table is gone", check.StandardOutput, StringComparison.Ordinal);
        await RunAsync("unadopt");
        Assert.Equal(0, (await CommandLine.RunAsync("check", "--connection", _connectionString)).ExitStatus);
        Assert.Equal("r",
            await ScalarAsync<string>("SELECT relkind::text FROM pg_class WHERE oid = 'session'::regclass"));
    }

    [Fact]
    public async Task A_table_that_stays_locked_is_not_waited_for_long()
    {
        await using var application = new NpgsqlConnection(_connectionString);
        await application.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await application.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await application.ExecuteAsync("LOCK TABLE app.people IN ROW EXCLUSIVE MODE");
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            _connection.ExecuteAsync("SELECT adopt_session_tables($1::jsonb)", AdoptedSchema.Mapping));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, error.SqlState);
    }

    private Task<T> ScalarAsync<T>(string sql, params object[] parameters) =>
        _connection.ScalarAsync<T>(sql, parameters);

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await CommandLine.RunAsync([.. arguments, "--connection", _connectionString]);
        Assert.True(result.ExitStatus == 0, result.StandardError);
        return result;
    }

    private static JsonElement Json(ProcessResult result) => JsonDocument.Parse(result.StandardOutput).RootElement;
}
