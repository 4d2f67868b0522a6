namespace SessionCleanup.Tests.Support;

/// <summary>The classes that share one router and its nodes.</summary>
[CollectionDefinition(nameof(RouterCluster))]
public sealed class RouterClusterUsers : ICollectionFixture<RouterCluster>;

/// <summary>
/// A router, four nodes on two servers and PgBouncer between them, as scripts/quickstart --nodes starts them.
/// </summary>
public sealed class RouterCluster : IAsyncLifetime
{
    internal const int NodeCount = 4;

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"session-cleanup-test-{Guid.NewGuid():N}");
    private readonly List<TestDatabase> _nodes = [];
    private TestDatabase? _router;

    /// <summary>Its superuser; whose calls are as those of any role that may execute them.</summary>
    internal TestDatabase Router => _router!;

    internal IReadOnlyList<TestDatabase> Nodes => _nodes;

    /// <summary>The file for migrate --nodes.</summary>
    internal string NodesFile => Path.Combine(_directory, "nodes");

    /// <summary>The owner of the router, who migrates it.</summary>
    internal string RouterOwner => Router.ConnectionStringWith(settings => settings.Username = "session_owner");

    public async ValueTask InitializeAsync()
    {
        await RunAsync($"start_nodes \"$directory\" {NodeCount} '{CommandLine.Program}'");
        _router = await ConnectAsync("router", "rooms");
        for (var node = 0; node < NodeCount; node++)
        {
            _nodes.Add(await ConnectAsync($"server{(node % 2) + 1}", $"rooms_{node}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _nodes.Append(Router))
        {
            await database.DisposeAsync();
        }

        await RunAsync("stop_nodes \"$directory\"");
    }

    /// <summary>Empties all nodes.</summary>
    internal async Task ResetAsync()
    {
        await Router.ExecuteAsync("TRUNCATE router_run");
        foreach (var node in Nodes)
        {
            await node.ExecuteAsync(
                "TRUNCATE session_member, session, cleanup_run, cleanup_run_failure, cleanup_run_transaction");
        }
    }

    /// <summary>
    /// Sessions of all kinds on every node, most of them expired, with members; the same in a database of one machine.
    /// </summary>
    /// <param name="from">The lowest key.</param>
    /// <returns>How many are expired.</returns>
    internal async Task<long> FillAsync(int count, TestDatabase? oneMachine = null, int from = 1)
    {
        foreach (var database in oneMachine is null ? Nodes : Nodes.Append(oneMachine))
        {
            await database.ExecuteAsync(
                """
                INSERT INTO session (session_id, share_id, title, session_type, is_active, created_at, last_activity_at, expires_at, deactivated_at)
                SELECT number, md5(number::text)::uuid, 'session ' || number,
                       CASE WHEN number % 7 = 0 THEN 'simple' ELSE 'collaborative' END,
                       number % 5 > 0, '2026-01-01', '2026-01-02',
                       CASE WHEN number % 3 > 0 THEN timestamptz '2026-02-01' + number * interval '1 second' ELSE now() + interval '1 day' END,
                       CASE WHEN number % 5 = 0 THEN timestamptz '2026-03-01' END
                  FROM generate_series($1, $2) AS number
                 WHERE (SELECT number & (node_count - 1) = node_number OR node_count IS NULL FROM cleanup_setting)
                """, from, from + count - 1);
            await database.ExecuteAsync(
                """
                INSERT INTO session_member (session_id, user_id, is_online, joined_at, last_active_at)
                SELECT session_id, user_id, is_active AND (session_id + user_id) % 2 = 0, '2026-01-01', '2026-01-01'
                  FROM session CROSS JOIN generate_series(1, 3) AS user_id
                 WHERE session_id >= $1
                """, from);
        }

        foreach (var (number, node) in Nodes.Index())
        {
            // The sequences go on after these keys.
            await node.ExecuteAsync($"CALL set_node({number}, {NodeCount})");
        }

        return await Router.ScalarAsync<long>("SELECT backlog FROM session_cleanup_status");
    }

    /// <summary>What one row says on each node, in all.</summary>
    internal async Task<long> SumAsync(string sql)
    {
        var sum = 0L;
        foreach (var node in Nodes)
        {
            sum += await node.ScalarAsync<long>(sql);
        }

        return sum;
    }

    internal Task<ProcessResult> RunProgramAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--connection", Router.ConnectionString]);

    /// <summary>Ends a server as a crash does: server2 has the nodes 1 and 3.</summary>
    internal Task CrashAsync(string server) =>
        RunAsync($"find_postgresql; stop_cluster \"$directory/{server}\" immediate");

    internal Task StartAgainAsync(string server) => RunAsync(
        $"""find_postgresql; as_server_user "$postgresql_bin/pg_ctl" -D "$directory/{server}/data" -l "$directory/{server}/log" -w start""");

    /// <param name="signal">STOP or CONT, for the server and all its backends.</param>
    internal Task SignalAsync(string server, string signal) => RunAsync(
        $$"""
        read -r server_pid <"$directory/{{server}}/data/postmaster.pid"
        kill -{{signal}} "$server_pid"
        for child in $(ps --ppid "$server_pid" -o pid=); do kill -{{signal}} "$child" 2>/dev/null || true; done
        """);

    internal async Task<string> RunAsync(string commands)
    {
        var script = $"""
            set -euo pipefail
            cd "{AppContext.BaseDirectory}"
            . scripts/lib/common
            . scripts/lib/cluster
            . scripts/lib/nodes
            directory=$0
            {commands}
            """;
        // Three servers and five migrations, on a machine that may have other work.
        var result = await ProcessResult.RunAsync("bash", ["-c", script, _directory],
            patience: TimeSpan.FromMinutes(20));
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        return result.StandardOutput;
    }

    private async Task<TestDatabase> ConnectAsync(string server, string database)
    {
        var port = (await RunAsync($"server_port \"$directory/{server}\"")).Trim();
        return await TestDatabase.CreateAsync(
            $"Host={Path.Combine(_directory, server)};Port={port};Username=postgres;Database={database};Include Error "
                + $"Detail=true;Pooling=false");
    }
}
