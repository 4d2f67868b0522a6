using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

public sealed class SchemaTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task The_tables_have_the_columns_of_the_contract()
    {
        var columns = await Database.RowsAsync(
            """
            SELECT relname, attname, format_type(atttypid, atttypmod)
              FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
               AND relname IN ('session_type', 'session', 'session_member')
             ORDER BY relname DESC, attnum
            """);

        Assert.Equal(
            [
                "session_type|session_type|text",
                "session_type|inactivity_timeout|interval",
                "session_member|session_id|bigint",
                "session_member|user_id|bigint",
                "session_member|permission|text",
                "session_member|is_online|boolean",
                "session_member|joined_at|timestamp with time zone",
                "session_member|last_active_at|timestamp with time zone",
                "session|session_id|bigint",
                "session|share_id|uuid",
                "session|owner_id|bigint",
                "session|title|text",
                "session|session_type|text",
                "session|is_active|boolean",
                "session|created_at|timestamp with time zone",
                "session|last_activity_at|timestamp with time zone",
                "session|expires_at|timestamp with time zone",
                "session|deactivated_at|timestamp with time zone",
                "session|cleanup_run_id|bigint",
            ],
            columns);
    }

    [Fact]
    public async Task Collaborative_sessions_time_out_after_7_days_and_simple_ones_never() =>
        Assert.Equal(
            ["collaborative|7 days", "simple|"],
            await Database.RowsAsync(
                "SELECT session_type, inactivity_timeout::text FROM session_type ORDER BY session_type"));

    [Fact]
    public async Task The_index_is_on_session_type_then_is_active_then_expires_at() =>
        Assert.Contains(
            "CREATE INDEX session_session_type_is_active_expires_at_idx ON public.session "
            + "USING btree (session_type, is_active, expires_at)",
            await Database.RowsAsync("SELECT indexdef FROM pg_indexes WHERE tablename = 'session'"));

    [Fact]
    public async Task Every_object_carries_a_comment() =>
        Assert.Empty(await Database.RowsAsync(
            """
            SELECT oid::regclass::text FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'i', 'S')
               AND obj_description(oid, 'pg_class') IS NULL AND relname NOT LIKE '%schemaversions%'
            UNION ALL
            SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped
               AND col_description(attrelid, attnum) IS NULL AND relname <> 'schemaversions'
            UNION ALL
            SELECT oid::regprocedure::text FROM pg_proc
             WHERE pronamespace = 'public'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL
            UNION ALL
            SELECT tgname::text FROM pg_trigger
             WHERE NOT tgisinternal AND obj_description(oid, 'pg_trigger') IS NULL
            UNION ALL
            SELECT conname::text FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f')
               AND obj_description(oid, 'pg_constraint') IS NULL
            """));

    [Fact]
    public async Task Expired_columns_of_the_contract_are_in_the_view() =>
        Assert.Empty(await Database.RowsAsync(
            "SELECT share_id, title, created_at, expires_at, age, members_online FROM expired_session"));

    [Fact]
    public async Task A_session_inserted_without_expires_at_gets_the_timeout_of_its_type()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO session_type VALUES ('demo', interval '3 hours');
            INSERT INTO session (session_type) VALUES ('collaborative'), ('demo'), ('simple');
            """);

        Assert.Equal(
            ["collaborative|7 days", "demo|03:00:00", "simple|"],
            await Database.RowsAsync(
                "SELECT session_type, (expires_at - created_at)::text FROM session ORDER BY session_type"));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Pacific/Auckland")]
    public async Task Seven_days_are_168_hours_in_every_time_zone(string timeZone)
    {
        await using var connection = await Database.OpenAsync(settings => settings.Timezone = timeZone);

        // Half a year's worth of days meets a change of daylight saving time, whatever the date of the test.
        await connection.ExecuteAsync(
            "UPDATE session_type SET inactivity_timeout = '200 days' WHERE session_type = 'collaborative'");
        await connection.ExecuteAsync("INSERT INTO session (session_type, expires_at) VALUES ('collaborative', NULL)");
        var inserted = await connection.ScalarAsync<double>(
            "SELECT extract(epoch FROM expires_at - created_at)::double precision FROM session");
        await connection.ExecuteAsync("UPDATE session SET expires_at = now() + interval '1 minute'");
        Assert.True(await connection.ScalarAsync<bool>("SELECT touch_session(session_id) FROM session"));
        var touched = await connection.ScalarAsync<double>(
            "SELECT extract(epoch FROM expires_at - last_activity_at)::double precision FROM session");

        Assert.Equal(200 * 86400.0, inserted);
        Assert.Equal(200 * 86400.0, touched);
    }

    [Theory]
    [InlineData("INSERT INTO session (session_type) VALUES ('unheard of')", "23503")]
    [InlineData("INSERT INTO session_type VALUES ('never used', interval '0')", "23514")]
    [InlineData("INSERT INTO session_type VALUES ('backwards', interval '-1 day')", "23514")]
    [InlineData("INSERT INTO session_member (session_id, user_id) VALUES (4711, 1)", "23503")]
    public async Task The_schema_refuses_what_makes_no_sense(string sql, string sqlState)
    {
        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Database.ExecuteAsync(sql));

        Assert.Equal(sqlState, error.SqlState);
    }

    [Fact]
    public async Task A_member_may_view_or_edit_and_nothing_else()
    {
        var session = await Given.SessionAsync();

        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Database.ExecuteAsync(
            "INSERT INTO session_member (session_id, user_id, permission) VALUES ($1, 1, 'admin')", session));

        Assert.Equal("23514", error.SqlState);
    }

    [Fact]
    public async Task The_sample_has_sessions_of_every_kind()
    {
        await Database.ExecuteAsync(await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "sql/sample/load_sample.sql"),
            TestContext.Current.CancellationToken));

        Assert.Equal(
            ["collaborative|2000|800|1200|3200", "simple|800|0|0|800"],
            await Database.RowsAsync("SELECT * FROM session_statistics ORDER BY session_type"));
        Assert.True(await Database.ScalarAsync<long>("SELECT count(*) FROM session WHERE expires_at = 'infinity'") > 0);
        Assert.True(await Database.ScalarAsync<long>("SELECT sum(members_online)::bigint FROM expired_session") > 0);
    }

    [Fact]
    public async Task The_sample_does_not_replace_sessions_of_an_application()
    {
        await Given.SessionAsync();
        var sample = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "sql/sample/load_sample.sql"),
            TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Database.ExecuteAsync(sample));

        Assert.Equal("55000", error.SqlState);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM session"));
    }
}
