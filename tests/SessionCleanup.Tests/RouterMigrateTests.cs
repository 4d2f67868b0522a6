using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>migrate --nodes, and a router or nodes that are not set up as they should be.</summary>
[Collection(nameof(RouterCluster))]
[Trait("needs", "plproxy")]
public sealed class RouterMigrateTests(PostgresServer server, RouterCluster cluster)
{
    [Fact]
    public async Task Migrate_again_finds_all_nodes_and_the_router_up_to_date_also_when_many_start_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => MigrateAsync(cluster.NodesFile)));

        Assert.All(results, result => Assert.Equal(0, result.ExitStatus));
        Assert.All(results, result =>
            Assert.DoesNotContain("applied ", result.StandardOutput, StringComparison.Ordinal));
        Assert.Contains("node 3: The schema is up to date.\nrouter: The schema is up to date.\n",
            results[0].StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_behind_comes_first_and_one_that_fails_keeps_the_router_as_it_is()
    {
        const string Forget =
            "DELETE FROM schemaversions WHERE scriptname LIKE '%touch_session%' OR scriptname LIKE '%03_application%'";
        await cluster.Nodes[3].ExecuteAsync(Forget);
        await cluster.Router.ExecuteAsync(Forget);
        await cluster.Nodes[3].ExecuteAsync("ALTER FUNCTION touch_session OWNER TO postgres");
        var failed = await MigrateAsync(cluster.NodesFile);
        var behind = await MigrateAsync(cluster.NodesFile, "--dry-run");
        await cluster.Nodes[3].ExecuteAsync("ALTER FUNCTION touch_session OWNER TO session_owner");
        var migrated = await MigrateAsync(cluster.NodesFile);

        Assert.Equal(1, failed.ExitStatus);
        Assert.Contains("node 3: would apply routines/touch_session.sql", behind.StandardOutput,
            StringComparison.Ordinal);
        Assert.Contains("router: would apply router/03_application.sql", behind.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal((0, ""), (migrated.ExitStatus, migrated.StandardError));
        Assert.Contains("router: 1 script applied", migrated.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_migrate_against_a_router_is_refused()
    {
        var result = await CommandLine.RunAsync("migrate", "--connection", cluster.RouterOwner);

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("The database is a router", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("migrate --nodes FILE", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_with_nodes_refuses_a_router_that_is_none()
    {
        var result = await CommandLine.RunAsync(
            "migrate", "--nodes", cluster.NodesFile, "--connection", await server.EmptyDatabaseAsync());

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("The database is no router", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 64, "names 3 nodes, and their number must be a power of two")]
    [InlineData(new int[0], 64, "names 0 nodes")]
    [InlineData(new[] { 0, 1, 1, 3 }, 64, "names node 1 again as node 2")]
    [InlineData(new[] { 0, 1, 3, 2 }, 1, "has as node 2 of 4 is node 3 of 4")]
    [InlineData(new[] { 0, 1 }, 1, "The router's server session_cleanup has 4 nodes, and --nodes names 2")]
    public async Task A_wrong_list_of_nodes_is_named(int[] nodes, int exitStatus, string message)
    {
        var connections = await File.ReadAllLinesAsync(cluster.NodesFile, TestContext.Current.CancellationToken);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                file, nodes.Select(node => connections[node]).Prepend("# comment"),
                TestContext.Current.CancellationToken);

            var result = await MigrateAsync(file);

            Assert.Equal(exitStatus, result.ExitStatus);
            Assert.Contains(message, result.StandardError, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Empty(await cluster.Router.RowsAsync("SELECT * FROM session_cleanup_problem"));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_wrong_usage() =>
        Assert.Equal(64, (await MigrateAsync("/no/such/file")).ExitStatus);

    [Theory]
    [InlineData("DROP p2", "partition numbers must start from 0 and be numbered consecutively")]
    [InlineData("DROP p3", "invalid number of partitions")]
    public async Task A_router_with_a_hole_in_its_list_of_nodes_or_a_wrong_number_of_them_is_refused(string options,
        string message)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => cluster.Router.ExecuteAsync($"ALTER SERVER session_cleanup OPTIONS ({options})"));

        Assert.Contains(message, error.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_without_nodes_is_a_problem()
    {
        await using var connection = await cluster.Router.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("DROP SERVER session_cleanup CASCADE");

        Assert.Equal(["the router has no nodes"],
            await connection.RowsAsync("SELECT problem FROM session_cleanup_problem"));
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("SELECT cleanup_sessions()"));
        Assert.Equal("SC005", error.SqlState);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 1, 3 }, new[] { "p2 of the server session_cleanup leads to node 1 of 4" })]
    [InlineData(
        new[] { 0, 2, 1, 3 },
        new[] { "p1 of the server session_cleanup leads to node 2 of 4",
            "p2 of the server session_cleanup leads to node 1 of 4" })]
    public async Task A_node_registered_twice_or_in_the_wrong_place_is_a_problem_and_nothing_is_summed_or_cleaned(
        int[] order, string[] details)
    {
        var options = await cluster.Router.RowsAsync(
            "SELECT option_value FROM pg_foreign_server CROSS JOIN pg_options_to_table(srvoptions) WHERE option_name "
                + "~ '^p' ORDER BY option_name");
        await SetAsync(node => $"{options[order[node]]} application_name=router{node}");
        try
        {
            Assert.Equal(
                details.Select(detail => $"a node has another number|the option {detail}"),
                await cluster.Router.RowsAsync("SELECT problem, detail FROM session_cleanup_problem"));
            foreach (var sql in new[]
            {
                "SELECT cleanup_sessions()", "SELECT cleanup_sessions(dry_run => true)", "TABLE session_statistics",
                "TABLE session_cleanup_status", "TABLE cleanup_run_history", "SELECT session_cleanup_repair()",
            })
            {
                var error = await Assert.ThrowsAsync<PostgresException>(() => cluster.Router.ExecuteAsync(sql));
                Assert.Equal("55000", error.SqlState);
                Assert.Contains("the router's option p", error.MessageText, StringComparison.Ordinal);
            }

            Assert.Equal(0, await cluster.SumAsync("SELECT count(*) FROM cleanup_run WHERE finished_at IS NULL"));
        }
        finally
        {
            await SetAsync(node => options[node]);
        }

        Assert.Empty(await cluster.Router.RowsAsync("SELECT * FROM session_cleanup_problem"));

        Task SetAsync(Func<int, string> value)
        {
            var changes = Enumerable.Range(0, order.Length).Select(node => $"SET p{node} '{value(node)}'");
            return cluster.Router.ExecuteAsync($"ALTER SERVER session_cleanup OPTIONS ({string.Join(", ", changes)})");
        }
    }

    [Fact]
    public async Task Migrate_refuses_a_router_whose_options_are_the_same_twice()
    {
        var options = await cluster.Router.RowsAsync(
            "SELECT option_value FROM pg_foreign_server CROSS JOIN pg_options_to_table(srvoptions) WHERE option_name "
                + "IN ('p1', 'p2') ORDER BY option_name");
        await cluster.Router.ExecuteAsync($"ALTER SERVER session_cleanup OPTIONS (SET p2 '{options[0]}')");
        var result = await MigrateAsync(cluster.NodesFile);
        await cluster.Router.ExecuteAsync($"ALTER SERVER session_cleanup OPTIONS (SET p2 '{options[1]}')");

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("has one node twice: its options p1 and p2 are the same", result.StandardError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_types_that_differ_are_a_problem()
    {
        await cluster.Nodes[2]
            .ExecuteAsync("UPDATE session_type SET inactivity_timeout = '8 days' WHERE session_type = 'collaborative'");
        var problems = await cluster.Router.RowsAsync("SELECT problem FROM session_cleanup_problem");
        await cluster.Nodes[2]
            .ExecuteAsync("UPDATE session_type SET inactivity_timeout = '7 days' WHERE session_type = 'collaborative'");

        Assert.Equal(["the session types of the nodes differ"], problems);
    }

    [Fact]
    public async Task A_key_of_another_node_is_refused()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => cluster.Nodes[1]
                .ExecuteAsync("INSERT INTO session (session_id, session_type) VALUES (4711002, 'simple')"));

        Assert.Equal(("23514", "session_id_is_of_this_node"), (error.SqlState, error.ConstraintName));
    }

    [Theory]
    [InlineData("CALL set_node(0, 3)", "22023", "node_count must be a power of two, not 3")]
    [InlineData("CALL set_node(0, 0)", "22023", "node_count must be a power of two, not 0")]
    [InlineData("CALL set_node(NULL, NULL)", "22023", "node_count must be a power of two, not null")]
    [InlineData("CALL set_node(2, 2)", "22023", "node_number must be from 0 to 1, not 2")]
    [InlineData("CALL set_node(-1, 2)", "22023", "node_number must be from 0 to 1, not -1")]
    [InlineData("CALL set_node(1, 2)", "23514", "session 6 belongs on node 0 of 2, not on node 1")]
    public async Task A_database_does_not_become_a_node_that_it_can_not_be(string sql, string sqlState, string message)
    {
        await using var database = await TestDatabase.CreateAsync(await server.DisposableMigratedDatabaseAsync());
        await database.ExecuteAsync("INSERT INTO session (session_id, session_type) VALUES (6, 'simple')");

        var error = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(sql));

        Assert.Equal((sqlState, message), (error.SqlState, error.MessageText));
        Assert.Equal(["|"], await database.RowsAsync("SELECT node_number, node_count FROM cleanup_setting"));
    }

    [Fact]
    public async Task A_database_with_sessions_becomes_two_nodes_and_its_keys_go_on()
    {
        await using var one = await TestDatabase.CreateAsync(await server.DisposableMigratedDatabaseAsync());
        for (var session = 0; session < 5; session++)
        {
            await one.Given.SessionAsync(online: 1);
        }

        foreach (var number in new[] { 0, 1 })
        {
            await using var half = await TestDatabase.CreateAsync(await server.DisposableMigratedDatabaseAsync());
            foreach (var row in await one.RowsAsync("SELECT session::text FROM session WHERE session_id & 1 = $1",
                number))
            {
                await half.ExecuteAsync("INSERT INTO session SELECT ($1::text::session).*", row);
            }

            await half.ExecuteAsync($"CALL set_node({number}, 2)");
            var created = await half.ScalarAsync<long>("SELECT session_id FROM create_session()");
            Assert.Equal(number == 0 ? 6 : 7, created);
            Assert.Equal(["t"],
                await half.RowsAsync("SELECT CASE WHEN keys_are_checked THEN 't' END FROM node_state()"));
            Assert.Empty(await half.RowsAsync("SELECT * FROM session_cleanup_problem"));
        }
    }

    private Task<ProcessResult> MigrateAsync(string file, params string[] options) =>
        CommandLine.RunAsync(["migrate", "--nodes", file, "--connection", cluster.RouterOwner, .. options]);
}
