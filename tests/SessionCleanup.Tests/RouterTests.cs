using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>Many nodes behind a router do what one machine does.</summary>
[Collection(nameof(RouterCluster))]
[Trait("needs", "plproxy")]
public sealed class RouterTests(PostgresServer server, RouterCluster cluster) : DatabaseTest(server)
{
    private const string Sessions =
        """
        SELECT session_id, share_id, title, session_type, is_active, created_at, last_activity_at,
               CASE WHEN expires_at < now() THEN expires_at END, deactivated_at IS NULL, deactivated_at > now() - interval '1 hour'
          FROM session ORDER BY session_id
        """;

    private const string Members =
        "SELECT session_id, user_id, permission, is_online, joined_at, last_active_at FROM session_member ORDER BY "
            + "session_id, user_id";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await cluster.ResetAsync();
    }

    [Fact]
    public async Task The_router_has_the_calls_and_views_of_one_machine()
    {
        // All that is no trigger, no part of another routine, and nothing that belongs to one database.
        const string Interface =
            """
            SELECT format('%s %s(%s) -> %s', prokind, proname, pg_get_function_arguments(oid), pg_get_function_result(oid))
              FROM pg_proc
             WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype
               AND proname !~ ('^(node_|set_node|router_|on_node_|plproxy|adopt|release|session_(?!cleanup_)|'
                               'cleanup_(check_deferred|error_ends|index_is|run_to_undo|run_(deactivate|kept|lock|prune|record))|'
                               'session_cleanup_(drift|object|record|refuse|sequence|adopt|mapping))')
             UNION ALL
            SELECT format('v %s(%s)', attrelid::regclass, string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum))
              FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace AND relname <> 'session_totals' AND attnum > 0
             GROUP BY attrelid
             ORDER BY 1
            """;

        Assert.Equal(await cluster.Nodes[0].RowsAsync(Interface), await cluster.Router.RowsAsync(Interface));
    }

    [Theory]
    [InlineData("--batch-size", "100")]
    [InlineData("--batch-size", "0")]
    [InlineData("--verbose")]
    public async Task A_cleanup_leaves_the_same_rows_as_on_one_machine(params string[] options)
    {
        await cluster.FillAsync(3000, Database);
        var dryRun = await cluster.RunProgramAsync("cleanup", "--dry-run");

        var cleaned = await cluster.RunProgramAsync(["cleanup", .. options]);
        var one = await CommandLine.RunAsync(["cleanup", "--connection", Database.ConnectionString]);

        Assert.Equal((0, ""), (dryRun.ExitStatus, dryRun.StandardError));
        Assert.Equal((0, ""), (cleaned.ExitStatus, cleaned.StandardError));
        Assert.Equal(Totals(one), Totals(cleaned));
        Assert.Equal(await Database.RowsAsync(Sessions), await RowsOfAllNodesAsync(Sessions, 0));
        Assert.Equal(await Database.RowsAsync(Members), await RowsOfAllNodesAsync(Members, 0, 1));
        Assert.Equal(
            await Database.RowsAsync("SELECT * FROM session_statistics ORDER BY 1"),
            await cluster.Router.RowsAsync("SELECT * FROM session_statistics ORDER BY 1"));
    }

    [Fact]
    public async Task A_dry_run_has_the_figures_of_one_machine_and_changes_nothing()
    {
        await cluster.FillAsync(1000, Database);
        await using var connection = await cluster.Router.OpenAsync();
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

        Assert.Equal(
            await Database.RowsAsync("SELECT * FROM cleanup_sessions(dry_run => true)"),
            await connection.RowsAsync("SELECT * FROM cleanup_sessions(dry_run => true)"));
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM cleanup_run"));
    }

    [Fact]
    public async Task A_run_is_one_in_the_history_and_on_every_node()
    {
        var expired = await cluster.FillAsync(500);
        await cluster.Nodes[2].ExecuteAsync("SELECT cleanup_sessions()");
        await cluster.Router.ExecuteAsync("CALL cleanup_sessions_in_batches()");

        Assert.Equal(
            ["finished|cleanup_sessions_in_batches", "finished|cleanup_sessions"],
            await cluster.Router.RowsAsync(
                "SELECT state, to_jsonb(run) ->> (SELECT attname FROM pg_attribute WHERE attrelid = "
                + "'cleanup_run_history'::regclass "
                + "AND attname IN ('way_in', 'entry_point')) FROM cleanup_run_history AS run ORDER BY cleanup_run_id "
                    + "DESC"));
        Assert.Equal(expired,
            await cluster.Router.ScalarAsync<long>("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run_history"));
        Assert.Equal(
            ["2", expired.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            (await cluster.Router.RowsAsync("SELECT runs, sessions_cleaned FROM cleanup_day ORDER BY day DESC LIMIT 1"))
                .Single().Split('|'));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("prometheus")]
    [InlineData("html")]
    public async Task The_program_shows_the_status_of_all_nodes(string output)
    {
        var expired = await cluster.FillAsync(300);

        var status = await cluster.RunProgramAsync("status", "--output", output);

        Assert.Equal((0, ""), (status.ExitStatus, status.StandardError));
        Assert.Contains($"{expired}", status.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_has_succeeded_when_its_last_node_has()
    {
        await cluster.Nodes[0].ExecuteAsync("SELECT cleanup_sessions()");
        Assert.Equal([""], await cluster.Router.RowsAsync("SELECT last_success_at FROM session_cleanup_status"));

        await cluster.Router.ExecuteAsync("SELECT cleanup_sessions()");
        Assert.Equal(
            await cluster.Nodes[0].RowsAsync("SELECT count(*) FROM cleanup_run WHERE finished_at IS NOT NULL"), ["2"]);
        Assert.True(
            await cluster.Router.ScalarAsync<bool>(
                "SELECT last_success_age_seconds < 3600 FROM session_cleanup_status"));
    }

    [Fact]
    public async Task The_calls_of_the_application_are_those_of_one_machine()
    {
        for (var number = 0; number < 20; number++)
        {
            var created = (await cluster.Router.RowsAsync("SELECT * FROM create_session(owner_id => 7, title => 'x')"))
                .Single().Split('|');
            var session = long.Parse(created[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(
                [$"{session}|7|x|True"],
                await cluster.Router.RowsAsync("SELECT session_id, owner_id, title, is_active FROM find_session($1)",
                    Guid.Parse(created[1])));
            Assert.Equal(
                ["True|True|True|True|True|False"],
                await cluster.Router.RowsAsync(
                    """
                    SELECT join_session($1, 1, 'edit'), touch_session($1), leave_session($1, 1), join_session($1, 2), end_session($1), end_session($1)
                    """, session));
            var error = await Assert.ThrowsAsync<PostgresException>(
                () => cluster.Router.ExecuteAsync("SELECT join_session($1, 1)", session));
            Assert.Equal(
                ("SC001", $"member 1 can't be online in session {session}: the session is inactive"),
                (error.SqlState, error.MessageText));
        }

        Assert.Equal(20, await cluster.SumAsync("SELECT count(*) FROM session WHERE NOT is_active"));
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM session_member WHERE is_online"));
        Assert.Empty(await cluster.Router.RowsAsync("SELECT * FROM find_session($1)", Guid.NewGuid()));
        Assert.Equal(["False|False"], await cluster.Router.RowsAsync("SELECT touch_session(NULL), end_session(4711)"));
    }

    [Fact]
    public async Task A_link_is_found_on_whichever_node_its_session_is()
    {
        await cluster.FillAsync(100);

        Assert.Equal(
            "100",
            Assert.Single(await cluster.Router.RowsAsync(
                """
                SELECT count(*) FROM generate_series(1, 100) AS number, find_session(md5(number::text)::uuid) AS found
                 WHERE found.session_id = number
                """)));
    }

    [Fact]
    public async Task A_read_only_transaction_of_the_router_changes_no_node()
    {
        var expired = await cluster.FillAsync(100);
        await using var connection = await cluster.Router.OpenAsync();
        foreach (var call in new[]
        {
            "create_session()", "touch_session(1)", "join_session(1, 1)", "leave_session(1, 1)", "end_session(1)",
            "cleanup_sessions()",
            "cleanup_run_begin()", "undo_cleanup_run(1)", "session_cleanup_repair()",
            "apply_inactivity_timeout('collaborative')",
        })
        {
            await connection.ExecuteAsync("BEGIN READ ONLY");
            var error = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync($"SELECT {call}"));
            await connection.ExecuteAsync("ROLLBACK");
            Assert.Equal("25006", error.SqlState);
        }

        Assert.Equal(expired, await cluster.SumAsync("SELECT count(*) FROM expired_session"));
        Assert.Equal(100, await cluster.SumAsync("SELECT count(*) FROM session"));
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_in_the_next_one()
    {
        var expired = await cluster.FillAsync(1000);
        var run = await cluster.Router.ScalarAsync<long>("SELECT cleanup_run_begin()");
        // The nodes have committed a batch, and the router heard nothing of it.
        await using (var connection = await cluster.Router.OpenAsync())
        {
            await connection.ExecuteAsync("BEGIN");
            await connection.ExecuteAsync("SELECT cleanup_run_batch($1, 20)", run);
            await connection.ExecuteAsync("ROLLBACK");
        }

        var reported = 0L;
        var hasMore = true;
        while (hasMore)
        {
            var batch = (
                await cluster.Router.RowsAsync("SELECT sessions_cleaned, has_more FROM cleanup_run_batch($1, 100)",
                    run)).Single().Split('|');
            reported += long.Parse(batch[0], System.Globalization.CultureInfo.InvariantCulture);
            hasMore = batch[1] == "True";
        }

        Assert.Equal(expired, reported);
        var finished = await cluster.Router.RowsAsync("SELECT * FROM cleanup_run_finish($1)", run);
        Assert.StartsWith($"{expired}|", finished.Single(), StringComparison.Ordinal);
        Assert.Equal(finished, await cluster.Router.RowsAsync("SELECT * FROM cleanup_run_finish($1)", run));
    }

    [Fact]
    public async Task Two_cleanups_at_once_share_the_work()
    {
        var expired = await cluster.FillAsync(3000);

        var both = await Task.WhenAll(
            cluster.RunProgramAsync("cleanup", "--batch-size", "50"),
            cluster.RunProgramAsync("cleanup", "--batch-size", "50"));

        Assert.All(both, result => Assert.Equal((0, ""), (result.ExitStatus, result.StandardError)));
        Assert.Equal(expired, await cluster.SumAsync("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run"));
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM expired_session"));
    }

    [Fact]
    public async Task More_sessions_than_refuse_above_are_counted_over_all_nodes()
    {
        var expired = await cluster.FillAsync(200);
        await using var connection = await cluster.Router.OpenAsync();
        await connection.ExecuteAsync($"SET session_cleanup.refuse_above = '{expired - 1}'");

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("SELECT cleanup_sessions()"));

        Assert.Equal("SC004", error.SqlState);
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM cleanup_run WHERE finished_at IS NULL"));
        await connection.ExecuteAsync($"SET session_cleanup.refuse_above = '{expired}'");
        await connection.ExecuteAsync("SELECT cleanup_sessions()");
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM expired_session"));
    }

    [Fact]
    public async Task A_run_that_one_node_refuses_is_none_on_the_others()
    {
        await cluster.FillAsync(200);
        await cluster.Nodes[3].ExecuteAsync("UPDATE cleanup_setting SET refuse_above = 1");
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            cluster.Router.ExecuteAsync("SELECT cleanup_sessions()"));
        await cluster.Nodes[3].ExecuteAsync("UPDATE cleanup_setting SET refuse_above = NULL");

        Assert.Equal("SC004", error.SqlState);
        Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM cleanup_run"));
    }

    [Fact]
    public async Task The_shipped_PgBouncer_reaches_a_node_by_TLS_with_the_password_of_its_file()
    {
        var answer = await cluster.RunAsync(
            """
            find_postgresql
            port=$(server_port "$directory/server1")
            other=$directory/tls
            mkdir "$other"
            openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=node -addext subjectAltName=IP:127.0.0.1 \
              -keyout "$other/key" -out "$other/root.crt" 2>/dev/null
            sed -e "s|^node0 = .*|node0 = host=127.0.0.1 port=$port dbname=rooms_0|" -e "s|/run/session-cleanup-router|$other|" \
              -e "s|/etc/session-cleanup-router|$other|" deploy/cluster/pgbouncer.ini >"$other/pgbouncer.ini"
            echo "pidfile = $other/pid" >>"$other/pgbouncer.ini"
            echo '"session_router" "kept in a file"' >"$other/userlist.txt"
            chmod 600 "$other"/*
            [ "$(id -u)" -ne 0 ] || chown -R postgres: "$other"
            psql -h "$directory/server1" -p "$port" -U postgres -d postgres -qX -c "ALTER ROLE session_router PASSWORD 'kept in a file'" \
              -c "ALTER SYSTEM SET ssl_cert_file = '$other/root.crt'" -c "ALTER SYSTEM SET ssl_key_file = '$other/key'" \
              -c 'ALTER SYSTEM SET ssl = on' -c 'SELECT pg_reload_conf()' >/dev/null
            as_server_user "$(PATH=$PATH:/usr/sbin command -v pgbouncer)" -q -d "$other/pgbouncer.ini"
            as_server_user psql -h "$other" -p 6432 -U session_router -d node0 -qAtX \
              -c 'SELECT ssl, current_user, (SELECT node_number FROM node_state()) FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
            as_server_user kill "$(cat "$other/pid")"
            """);

        Assert.Equal("t|session_router|0", answer.Trim());
    }

    [Fact]
    public async Task A_session_that_can_not_be_deactivated_is_counted_and_stops_nothing_else()
    {
        var expired = await cluster.FillAsync(500);
        await cluster.Nodes[2].ExecuteAsync(
            """
            CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
            CREATE TRIGGER poison BEFORE UPDATE OF is_active ON session FOR EACH ROW WHEN (OLD.session_id = 26) EXECUTE FUNCTION poison();
            """);
        try
        {
            Assert.Equal(
                [$"{expired - 1}|1|1"],
                await cluster.Router.RowsAsync(
                    """
                    SELECT closed.sessions_cleaned, closed.sessions_failed, closed.expired_sessions_left
                      FROM cleanup_run_begin() AS run
                     CROSS JOIN LATERAL (SELECT count(*) FROM generate_series(1, 20), cleanup_run_batch(run, 100)) AS batches (number)
                     CROSS JOIN LATERAL cleanup_run_close(run + 0 * batches.number) AS closed
                    """));
            Assert.Equal([$"{expired - 1}|1"],
                await cluster.Router.RowsAsync("SELECT sessions_cleaned, sessions_failed FROM cleanup_run_history"));
        }
        finally
        {
            await cluster.Nodes[2].ExecuteAsync("DROP FUNCTION poison CASCADE");
        }
    }

    [Fact]
    public async Task A_run_ends_without_counting_all_sessions()
    {
        var expired = await cluster.FillAsync(200);

        await cluster.Router.ExecuteAsync("CALL cleanup_sessions_in_batches(statistics => false)");

        Assert.Equal([$"{expired}|finished"],
            await cluster.Router.RowsAsync("SELECT sessions_cleaned, state FROM cleanup_run_history"));
    }

    [Fact]
    public async Task Nodes_that_were_restored_from_a_backup_go_on_with_a_higher_number()
    {
        await cluster.FillAsync(100);
        await cluster.Router.ExecuteAsync("SELECT cleanup_sessions()");
        var before = await cluster.Router.ScalarAsync<long>("SELECT cleanup_run_id FROM cleanup_run_history");
        foreach (var node in cluster.Nodes)
        {
            await node.ExecuteAsync(
                "TRUNCATE cleanup_run CASCADE; ALTER TABLE cleanup_run ALTER cleanup_run_id RESTART");
        }

        var expired = await cluster.FillAsync(100, from: 101);
        await cluster.Router.ExecuteAsync("SELECT cleanup_sessions()");

        Assert.Equal([$"{before + 1}|{expired}|finished"],
            await cluster.Router.RowsAsync(
                "SELECT cleanup_run_id, sessions_cleaned, state FROM cleanup_run_history"));
    }

    [Fact]
    public async Task Undo_takes_a_run_back_on_every_node()
    {
        var expired = await cluster.FillAsync(400);
        await cluster.Router.ExecuteAsync("SELECT cleanup_sessions()");
        var run = await cluster.Router.ScalarAsync<long>("SELECT cleanup_run_id FROM cleanup_run_history");
        var session = await cluster.Nodes[1]
            .ScalarAsync<long>("SELECT min(session_id) FROM session WHERE cleanup_run_id = $1", run);

        Assert.Equal([$"{run}"],
            await cluster.Router.RowsAsync("SELECT cleanup_run_id FROM explain_session($1)", session));
        Assert.Equal([$"{expired}|0"],
            await cluster.Router.RowsAsync("SELECT * FROM undo_cleanup_run($1, dry_run => true)", run));
        var undone = await cluster.RunProgramAsync("undo", $"{run}");

        Assert.Equal((0, ""), (undone.ExitStatus, undone.StandardError));
        Assert.Equal(expired, await cluster.SumAsync("SELECT sum(sessions_reactivated)::bigint FROM cleanup_run"));
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            cluster.Router.ExecuteAsync("SELECT undo_cleanup_run(4711)"));
        Assert.Equal("42704", error.SqlState);
    }

    [Fact]
    public async Task Only_the_role_that_began_a_run_goes_on_with_it()
    {
        var run = await cluster.Router.ScalarAsync<long>("SELECT cleanup_run_begin()");
        await cluster.Router.ExecuteAsync("UPDATE router_run SET role_name = 'somebody else'");

        foreach (var call in new[] { "cleanup_run_batch($1, 10)", "cleanup_run_finish($1)" })
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() =>
                cluster.Router.ExecuteAsync($"SELECT {call}", run));
            Assert.Equal("SC003", error.SqlState);
        }
    }

    [Fact]
    public async Task The_role_of_the_router_on_a_node_reads_and_writes_no_table()
    {
        await using var connection = await cluster.Nodes[0].OpenAsync(settings => settings.Username = "session_router");
        foreach (var table in new[] { "session", "session_member", "session_type", "cleanup_run", "cleanup_setting" })
        {
            foreach (var sql in new[] { $"SELECT FROM {table}", $"DELETE FROM {table}",
                $"INSERT INTO {table} DEFAULT VALUES" })
            {
                Assert.Equal("42501",
                    (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
            }
        }

        Assert.Equal("False|False",
            Assert.Single(
                await connection.RowsAsync(
                    "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")));
    }

    [Fact]
    public async Task The_roles_of_one_machine_are_those_of_the_router()
    {
        await cluster.FillAsync(100);
        foreach (var role in new[] { "runner", "monitor", "application", "operator" })
        {
            await cluster.RunAsync(
                $"find_postgresql; psql '{Uri("session_owner")}' -qX -v ON_ERROR_STOP=1 -v role=test_{role} -f "
                + $"deploy/roles/{role}.sql "
                + "|| { psql '" + Uri("postgres")
                    + $"' -qXc 'CREATE ROLE test_{role} LOGIN'; psql '{Uri("session_owner")}' -qX -v role=test_{role} "
                        + $"-f deploy/roles/{role}.sql; }}");
        }

        Assert.Empty(await cluster.Router.RowsAsync(
            """
            SELECT pg_proc.oid::regprocedure FROM pg_proc CROSS JOIN aclexplode(coalesce(proacl, acldefault('f', proowner))) AS acl
             WHERE pronamespace = 'public'::regnamespace AND acl.grantee = 0 AND proname NOT LIKE 'plproxy%'
            """));
        var dryRun = await CommandLine.RunAsync("cleanup", "--dry-run", "--connection", As("test_runner"));
        var cleaned = await CommandLine.RunAsync("cleanup", "--connection", As("test_runner"));
        var status = await CommandLine.RunAsync("status", "--connection", As("test_monitor"));
        Assert.Equal((0, ""), (dryRun.ExitStatus, dryRun.StandardError));
        Assert.Equal((0, ""), (cleaned.ExitStatus, cleaned.StandardError));
        Assert.Equal((0, ""), (status.ExitStatus, status.StandardError));
        Assert.Contains("test_runner", await cluster.Router.RowsAsync("SELECT role_name FROM cleanup_run_history"));
        await using (var application = await cluster.Router.OpenAsync(settings =>
            settings.Username = "test_application"))
        {
            await application.ExecuteAsync("SELECT end_session(session_id) FROM create_session()");
        }

        foreach (var (role, sql) in new[]
        {
            ("test_runner", "TABLE router_run"), ("test_runner", "TABLE expired_session"),
            ("test_runner", "SELECT touch_session(1)"),
            ("test_runner", "SELECT * FROM on_node_router_history()"), ("test_monitor", "SELECT cleanup_sessions()"),
            ("test_application", "SELECT cleanup_sessions()"), ("test_application", "TABLE session_statistics"),
        })
        {
            await using var connection = await cluster.Router.OpenAsync(settings => settings.Username = role);
            Assert.Equal("42501",
                (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
        }

        string As(string role) => cluster.Router.ConnectionStringWith(settings => settings.Username = role);

        string Uri(string role)
        {
            var settings = new NpgsqlConnectionStringBuilder(cluster.Router.ConnectionString);
            return $"host={settings.Host} port={settings.Port} dbname={settings.Database} user={role}";
        }
    }

    private async Task<List<string>> RowsOfAllNodesAsync(string sql, params int[] order)
    {
        var rows = new List<string>();
        foreach (var node in cluster.Nodes)
        {
            rows.AddRange(await node.RowsAsync(sql));
        }

        return [.. rows.OrderBy(row => string.Join('|', order.Select(column => row.Split('|')[column].PadLeft(20))),
            StringComparer.Ordinal)];
    }

    /// <summary>The lines without their time.</summary>
    private static string Totals(ProcessResult result) => string.Join('\n', result.StandardOutput.Split('\n')
        .Where(line =>
            line.Contains("cleaned up,", StringComparison.Ordinal)
                || line.Contains("sessions now", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
}
