using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>What a role can do that has EXECUTE on the cleanup and nothing else.</summary>
public sealed class SecurityTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Runner = PostgresServer.Runner;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.ExecuteAsync(
            $"""
            GRANT EXECUTE ON FUNCTION cleanup_sessions, cleanup_run_begin, cleanup_run_batch, cleanup_run_finish, cleanup_run_close TO {Runner};
            GRANT EXECUTE ON PROCEDURE cleanup_sessions_in_batches TO {Runner};
            """);
    }

    [Fact]
    public async Task Nothing_is_executable_by_PUBLIC() =>
        Assert.Empty(await Database.RowsAsync(
            """
            SELECT pg_proc.oid::regprocedure::text FROM pg_proc
              LEFT JOIN LATERAL aclexplode(coalesce(proacl, acldefault('f', proowner))) AS acl ON true
             WHERE pronamespace = 'public'::regnamespace AND acl.grantee = 0
            """));

    [Fact]
    public async Task The_runner_cleans_in_every_way()
    {
        await using var runner = await OpenAsRunnerAsync();
        await Given.ExpiredSessionAsync(online: 1);
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 1, Total: 1),
            await runner.CleanupAsync(dryRun: true));
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 0, Inactive: 1, Total: 1),
            await runner.CleanupAsync());

        await Given.ExpiredSessionAsync(online: 1);
        await runner.ExecuteAsync("CALL cleanup_sessions_in_batches()");

        Assert.Equal([$"1|{Runner}", $"1|{Runner}"],
            await Database.RowsAsync("SELECT sessions_cleaned, role_name FROM cleanup_run"));
    }

    [Fact]
    public async Task The_runner_cleans_from_the_command_line()
    {
        await Given.ExpiredSessionAsync(online: 1);
        await using var runner = await OpenAsRunnerAsync();
        var connection = Database.ConnectionStringWith(AsRunner);

        var dryRun = await CommandLine.RunAsync("cleanup", "--dry-run", "--connection", connection);
        var cleanup = await CommandLine.RunAsync("cleanup", "--connection", connection);

        Assert.Equal((0, ""), (dryRun.ExitStatus, dryRun.StandardError));
        Assert.Equal((0, ""), (cleanup.ExitStatus, cleanup.StandardError));
        Assert.Contains("1 session cleaned up, 1 member set offline", cleanup.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT * FROM session")]
    [InlineData("SELECT * FROM session_member")]
    [InlineData("SELECT * FROM session_type")]
    [InlineData("SELECT * FROM cleanup_run")]
    [InlineData("SELECT * FROM expired_session")]
    [InlineData("SELECT * FROM session_statistics")]
    [InlineData("UPDATE session SET is_active = false")]
    [InlineData("DELETE FROM session_member")]
    [InlineData("INSERT INTO cleanup_run DEFAULT VALUES")]
    [InlineData("SELECT touch_session(1)")]
    public async Task The_runner_can_read_and_write_nothing_else(string sql)
    {
        await using var runner = await OpenAsRunnerAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => runner.ExecuteAsync(sql));

        Assert.Equal("42501", error.SqlState);
    }

    /// <summary>PostgreSQL never looks for functions and operators in pg_temp: they are in a schema.</summary>
    [Fact]
    public async Task A_hostile_search_path_and_temporary_tables_change_nothing()
    {
        await Database.ExecuteAsync(
            $"""
            CREATE SCHEMA hostile;
            GRANT USAGE ON SCHEMA hostile TO {Runner};
            CREATE FUNCTION hostile.now() RETURNS timestamptz LANGUAGE plpgsql AS $$BEGIN RAISE 'now() as %', current_user; END$$;
            DO $do$
            DECLARE
                type     text;
                operator text;
            BEGIN
                FOREACH type IN ARRAY ARRAY['bigint', 'timestamptz', 'text', 'boolean'] LOOP
                    EXECUTE format($$CREATE FUNCTION hostile.compare(%1$s, %1$s) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE no_data_found; END'$$, type);
                    EXECUTE format($$CREATE FUNCTION hostile.evil(%1$s, %1$s) RETURNS %1$s LANGUAGE plpgsql AS 'BEGIN RAISE no_data_found; END'$$, type);
                    FOREACH operator IN ARRAY ARRAY['<', '<=', '=', '>=', '>', '<>'] LOOP
                        EXECUTE format('CREATE OPERATOR hostile.%1$s (FUNCTION = hostile.compare, LEFTARG = %2$s, RIGHTARG = %2$s)', operator, type);
                    END LOOP;
                    FOREACH operator IN ARRAY ARRAY['+', '-', '||'] LOOP
                        EXECUTE format('CREATE OPERATOR hostile.%1$s (FUNCTION = hostile.evil, LEFTARG = %2$s, RIGHTARG = %2$s)', operator, type);
                    END LOOP;
                END LOOP;
            END
            $do$;
            """);
        await Given.ExpiredSessionAsync(online: 1);
        var untouched = await Given.SessionAsync(online: 1);
        await using var runner = await OpenAsRunnerAsync();
        await runner.ExecuteAsync(
            """
            CREATE TEMP TABLE session AS SELECT 1::bigint AS session_id, true AS is_active, 'collaborative' AS session_type, '-infinity'::timestamptz AS expires_at;
            CREATE TEMP TABLE session_member AS SELECT 1::bigint AS session_id, 1::bigint AS user_id, true AS is_online;
            CREATE TEMP TABLE session_type AS SELECT 'simple' AS session_type, interval '1 second' AS inactivity_timeout;
            CREATE TEMP TABLE expired_session AS SELECT * FROM session;
            CREATE TEMP TABLE session_statistics AS SELECT 'collaborative' AS session_type, 99::bigint AS active, 9::bigint AS expired, 9::bigint AS inactive, 9::bigint AS total;
            CREATE TEMP TABLE session_totals AS SELECT 99::bigint AS active, 9::bigint AS expired, 9::bigint AS inactive, 9::bigint AS total;
            CREATE TEMP TABLE cleanup_run (cleanup_run_id bigint);
            SET search_path = pg_temp, hostile, pg_catalog, public;
            """);

        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 1, Inactive: 1, Total: 2),
            await runner.CleanupAsync(dryRun: true));
        Assert.Equal(new Cleanup(Cleaned: 1, MembersSetOffline: 1, Active: 1, Inactive: 1, Total: 2),
            await runner.CleanupAsync());
        // It commits, so it can set no search_path; but it runs with the rights of the caller.
        await runner.ExecuteAsync("SET search_path = pg_temp, public; CALL public.cleanup_sessions_in_batches()");

        Assert.Equal(["True"],
            await Database.RowsAsync("SELECT is_active FROM session WHERE session_id = $1", untouched));
        Assert.Equal(["1|True"], await runner.RowsAsync("SELECT session_id, is_active FROM pg_temp.session"));
        await Database.ExecuteAsync("DROP SCHEMA hostile CASCADE");
    }

    [Theory]
    [InlineData("SELECT cleanup_run_batch($1, 10)")]
    [InlineData("SELECT cleanup_run_finish($1)")]
    public async Task The_runner_can_not_go_on_with_the_run_of_another_role(string sql)
    {
        var run = await Database.ScalarAsync<long>("SELECT cleanup_run_begin()");
        await using var runner = await OpenAsRunnerAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => runner.ExecuteAsync(sql, run));

        Assert.Equal("SC003", error.SqlState);
    }

    private Task<NpgsqlConnection> OpenAsRunnerAsync() => Database.OpenAsync(AsRunner);

    private static void AsRunner(NpgsqlConnectionStringBuilder settings)
    {
        settings.Username = Runner;
        settings.Password = "runner";
    }
}
