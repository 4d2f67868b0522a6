using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>Nodes move to other servers and become more, and the router has what it had.</summary>
[Collection(nameof(RouterCluster))]
[Trait("needs", "plproxy")]
public sealed class RouterGrowthTests(RouterCluster cluster) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await cluster.ResetAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_node_moves_under_traffic_and_no_call_fails()
    {
        await cluster.FillAsync(400);
        using var enough = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 4).Select(_ => CallAsync(enough.Token)).ToList();

        var moved = await cluster.RunAsync(
            """
            find_postgresql
            psql -h "$directory/server1" -p "$(server_port "$directory/server1")" -d postgres -U postgres -qX -c 'CREATE DATABASE moved_1 OWNER session_owner'
            PATH=$postgresql_bin:$PATH bash deploy/cluster/move-node node1 \
              "host=$directory/server2 port=$(server_port "$directory/server2") user=postgres dbname=rooms_1" \
              "host=$directory/server1 port=$(server_port "$directory/server1") user=postgres dbname=moved_1" \
              "$directory/pgbouncer/pgbouncer.ini"
            grep ^node "$directory/pgbouncer/pgbouncer.ini"
            """);
        await enough.CancelAsync();
        var calls = await Task.WhenAll(traffic);

        Assert.Contains("node1 moved", moved, StringComparison.Ordinal);
        Assert.Matches("\nnode1 = host=[^ ]+server1 port=[0-9]+ dbname=moved_1\n", moved);
        var before = await cluster.Nodes[1].RowsAsync("SELECT max(session_id) FROM session");
        // New keys, on the new database alone, and each once.
        for (var number = 0; number < 20; number++)
        {
            await cluster.Router.ExecuteAsync("SELECT create_session()");
        }

        Assert.Equal(before, await cluster.Nodes[1].RowsAsync("SELECT max(session_id) FROM session"));
        Assert.Equal(
            calls.Sum() + 400 + 20,
            await cluster.Router.ScalarAsync<long>("SELECT sum(total)::bigint FROM session_statistics"));
        Assert.Empty(
            await cluster.Router.RowsAsync("SELECT * FROM session_cleanup_problem WHERE problem LIKE '%node%'"));

        // Back, for the other tests.
        await cluster.RunAsync(
            """
            sed -i "s|^node1 = .*|node1 = host=$directory/server2 port=$(server_port "$directory/server2") dbname=rooms_1|" "$directory/pgbouncer/pgbouncer.ini"
            kill -HUP "$(cat "$directory/pgbouncer/pid")"
            """);
    }

    [Fact]
    public async Task Four_nodes_become_eight_with_every_row_and_every_number()
    {
        await cluster.FillAsync(400);
        await cluster.Router.ExecuteAsync("CALL cleanup_sessions_in_batches()");
        await cluster.FillAsync(200, from: 401);
        var before = await WhatIsThereAsync();

        await cluster.RunAsync(
            """
            find_postgresql
            PATH=$postgresql_bin:$PATH
            node() { # NUMBER DATABASE
              local server
              server=$(node_server "$directory" "$1")
              echo "host=$server port=$(server_port "$server") user=session_owner dbname=$2"
            }
            ini=$directory/pgbouncer/pgbouncer.ini
            cp "$ini" "$ini.before"
            for node in 0 1 2 3 4 5 6 7; do
              psql "$(node "$node" postgres | sed s/session_owner/postgres/)" -qXc "CREATE DATABASE doubled_$node OWNER session_owner"
            done
            for node in 0 1 2 3; do
              bash deploy/cluster/split-node "$(node "$node" "rooms_$node")" "$(node "$node" "doubled_$node")" "$(node "$((node + 4))" "doubled_$((node + 4))")" &
            done
            for split in $(jobs -p); do wait "$split"; done
            sed -i '/^node/d' "$ini"
            for node in 7 6 5 4 3 2 1 0; do
              sed -i "s|^\[databases\]|&\nnode$node = $(node "$node" "doubled_$node" | sed 's/user=[^ ]* //')|" "$ini"
            done
            psql -h "$directory/pgbouncer" -p "$(sed -n 's/^listen_port = //p' "$ini")" -U postgres -d pgbouncer -qXc RELOAD
            router() { psql -h "$directory/router" -p "$(server_port "$directory/router")" -U session_owner -d rooms -qX -v ON_ERROR_STOP=1 "$@"; }
            place=$(router -At -c "SELECT replace(option_value, 'node0', '') FROM pg_foreign_server, pg_options_to_table(srvoptions) WHERE option_name = 'p0'")
            router -c "ALTER SERVER session_cleanup OPTIONS (ADD p4 '${place}node4', ADD p5 '${place}node5', ADD p6 '${place}node6', ADD p7 '${place}node7')"
            """);
        try
        {
            Assert.Empty(await cluster.Router.RowsAsync("SELECT * FROM session_cleanup_problem"));
            Assert.Equal(before, await WhatIsThereAsync());
            Assert.Equal(
                "600",
                Assert.Single(await cluster.Router.RowsAsync(
                    "SELECT count(*) FROM generate_series(1, 600) AS number, find_session(md5(number::text)::uuid) "
                        + "WHERE session_id = number")));
            // New keys, on all of them, each once.
            Assert.Equal(
                "True|True|8",
                Assert.Single(await cluster.Router.RowsAsync(
                    """
                    SELECT count(DISTINCT session_id) = 100, min(session_id) > 600, count(DISTINCT session_id & 7)
                      FROM generate_series(1, 100) AS number CROSS JOIN LATERAL create_session(title => number::text)
                    """)));
            var expired = await cluster.Router.ScalarAsync<long>("SELECT backlog FROM session_cleanup_status");
            Assert.Equal([$"{expired}"],
                await cluster.Router.RowsAsync("SELECT sessions_cleaned FROM cleanup_sessions()"));
        }
        finally
        {
            // Back, for the other tests.
            await cluster.RunAsync(
                """
                find_postgresql
                psql -h "$directory/router" -p "$(server_port "$directory/router")" -U session_owner -d rooms -qX \
                  -c 'ALTER SERVER session_cleanup OPTIONS (DROP p4, DROP p5, DROP p6, DROP p7)'
                mv "$directory/pgbouncer/pgbouncer.ini.before" "$directory/pgbouncer/pgbouncer.ini"
                kill -HUP "$(cat "$directory/pgbouncer/pid")"
                """);
        }

        Assert.Empty(await cluster.Router.RowsAsync("SELECT * FROM session_cleanup_problem"));
    }

    private async Task<IReadOnlyList<string>> WhatIsThereAsync() =>
    [
        .. await cluster.Router.RowsAsync("SELECT * FROM session_statistics ORDER BY session_type"),
        .. await cluster.Router.RowsAsync(
            "SELECT share_id, title, created_at, expires_at, members_online FROM expired_session ORDER BY session_id"),
        .. await cluster.Router.RowsAsync(
            "SELECT cleanup_run_id, sessions_cleaned, members_set_offline FROM cleanup_run_history ORDER BY 1"),
    ];

    /// <returns>How many sessions it made; each has to be there in the end.</returns>
    private async Task<long> CallAsync(CancellationToken enough)
    {
        var made = 0L;
        await using var connection = await cluster.Router.OpenAsync();
        while (!enough.IsCancellationRequested)
        {
            var session = await connection.ScalarAsync<long>("SELECT session_id FROM create_session(title => 'made')");
            made++;
            Assert.True(await connection.ScalarAsync<bool>("SELECT join_session($1, 1)", session));
            Assert.True(await connection.ScalarAsync<bool>("SELECT touch_session($1)", session));
        }

        return made;
    }
}
