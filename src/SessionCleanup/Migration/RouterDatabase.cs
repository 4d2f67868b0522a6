using Npgsql;
using SessionCleanup.Database;
using SessionCleanup.Errors;

namespace SessionCleanup.Migration;

/// <summary>What migrate has to know of a router and its nodes, beside their scripts.</summary>
internal static class RouterDatabase
{
    /// <exception cref="CommandException">The database is a router, where one with sessions is wanted.</exception>
    public static async Task RefuseAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await IsRouterAsync(connection, cancellationToken))
        {
            throw new CommandException(
                "The database is a router, which has no sessions of its own: its nodes are migrated before it",
                "Run session-cleanup migrate --nodes FILE; the file has the connections of the nodes, one a line, "
                    + "node 0 first.");
        }
    }

    /// <param name="nodeCount">How many nodes it must have.</param>
    /// <exception cref="CommandException">The database is no router, or one with another number of nodes.</exception>
    public static async Task RequireAsync(NpgsqlDataSource dataSource, int nodeCount,
        CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (!await IsRouterAsync(connection, cancellationToken))
        {
            throw new CommandException(
                "The database is no router: it has no foreign server session_cleanup, which names the nodes",
                "Prepare it with deploy/cluster/router.sql and CREATE SERVER session_cleanup, as that file says.");
        }

        var hasSessions = await connection.ReadRowAsync(
            "SELECT to_regclass('public.session') IS NOT NULL", [], reader => reader.GetBoolean(0), cancellationToken);
        if (hasSessions)
        {
            throw new CommandException(
                "The database has sessions of its own, so it can't be the router",
                "Make the router in an empty database.");
        }

        var (servers, twice) = await connection.ReadRowAsync(
            """
            WITH node AS (
                SELECT option_name, option_value
                  FROM pg_foreign_server CROSS JOIN LATERAL pg_options_to_table(srvoptions)
                 WHERE srvname = 'session_cleanup' AND option_name ~ '^p[0-9]+$')
            SELECT (SELECT count(*) FROM node),
                   (SELECT string_agg(option_name, ' and ' ORDER BY option_name)
                      FROM node GROUP BY option_value HAVING count(*) > 1 LIMIT 1)
            """,
            [],
            reader => (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1)),
            cancellationToken);
        if (servers != nodeCount)
        {
            throw new CommandException(
                $"The router's server session_cleanup has {servers} nodes, and --nodes names {nodeCount}",
                "Name the same nodes in both, in the same order. Nothing was changed.");
        }

        if (twice is not null)
        {
            throw new CommandException(
                $"The router's server session_cleanup has one node twice: its options {twice} are the same",
                "Correct it with ALTER SERVER session_cleanup OPTIONS (SET ...). Nothing was changed.");
        }
    }

    /// <summary>Makes the database node number of count, if it has no number yet.</summary>
    /// <exception cref="CommandException">It has another one.</exception>
    public static async Task NumberAsync(
        NpgsqlDataSource dataSource, int number, int count, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var (isNumbered, isRight, present) = await connection.ReadRowAsync(
            """
            SELECT node_number IS NOT NULL,
                   keys_are_checked AND node_number = $1 AND node_count = $2,
                   format('node %s of %s', node_number, node_count)
              FROM public.node_state()
            """,
            [number, count],
            reader => (reader.GetBoolean(0), !reader.IsDBNull(1) && reader.GetBoolean(1), reader.GetString(2)),
            cancellationToken);
        if (isRight)
        {
            return;
        }

        if (isNumbered && present != $"node {number} of {count}")
        {
            throw new CommandException(
                $"The database that --nodes has as node {number} of {count} is {present}",
                "Correct the file: each node is a database of its own, node 0 first. To double the nodes, see "
                    + "docs/how-to/scale-out.md.");
        }

        await using var command = new NpgsqlCommand($"CALL public.set_node({number}, {count})", connection)
        {
            CommandTimeout = 0,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Task<bool> IsRouterAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ReadRowAsync(
            "SELECT EXISTS (SELECT FROM pg_foreign_server WHERE srvname = 'session_cleanup')",
            [],
            reader => reader.GetBoolean(0),
            cancellationToken);
}
