using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// Rule 2 in every order in which a deactivation and a member who comes online can meet: each statement is given only
/// when the one before it has ended or waits for a lock. Whoever fails, no inactive session has an online member
/// afterwards.
/// </summary>
public sealed class InterleavingTests(PostgresServer server) : DatabaseTest(server)
{
    private static readonly string[] Deactivations =
    [
        "UPDATE session SET is_active = false WHERE session_id = {0}",
        "UPDATE session SET is_active = false, deactivated_at = now() WHERE session_id = {0}",
        """
        INSERT INTO session (session_id, session_type) VALUES ({0}, 'simple')
            ON CONFLICT (session_id) DO UPDATE SET is_active = false, deactivated_at = now()
        """,
        """
        MERGE INTO session USING (VALUES ({0})) AS wanted (session_id) ON session.session_id = wanted.session_id
         WHEN MATCHED THEN UPDATE SET is_active = false, deactivated_at = now()
        """,
        """
        SELECT FROM session WHERE session_id = {0} FOR NO KEY UPDATE; SAVEPOINT a;
        UPDATE session SET is_active = false, deactivated_at = now() WHERE session_id = {0}; RELEASE a
        """,
        "SELECT cleanup_sessions()",
    ];

    private static readonly string[] Joins =
    [
        "UPDATE session_member SET is_online = true WHERE session_id = {0} AND user_id = 1",
        "INSERT INTO session_member (session_id, user_id, is_online) VALUES ({0}, 9, true)",
        """
        INSERT INTO session_member (session_id, user_id, is_online) VALUES ({0}, 1, true)
            ON CONFLICT (session_id, user_id) DO UPDATE SET is_online = true
        """,
        "UPDATE session_member SET session_id = {0}, is_online = true "
            + "WHERE user_id = 77 AND session_id = {0} + 1000000",
    ];

    /// <summary>
    /// A and B deactivate, J joins. b: BEGIN, with a snapshot; x: the statement; c: COMMIT; r: ROLLBACK. Whoever still
    /// waits ends after the others.
    /// </summary>
    private static readonly string[] Orders =
    [
        "Ab Jb Ax Jx Ac Jc", "Ab Jb Ax Jx Ar Jc", "Ab Jb Jx Ax Jc Ac", "Ab Jb Jx Ax Jr Ac", "Jb Ab Ax Ac Jx Jc",
        "Ab Jb Jx Jc Ax Ac", "Ab Ax Jb Jx Ac Jc", "Jb Jx Ab Ax Jc Ac", "Ab Bb Ax Bx Jb Jx Ar Bc Jc",
        "Ab Bb Ax Bx Jb Jx Ac Bc Jc",
    ];

    private static readonly string[] Levels = ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];

    private readonly Dictionary<char, Actor> _actors = [];
    private long _session = 1;

    public static MatrixTheoryData<string, string> LevelPairs { get; } = new(Levels, Levels);

    [Theory]
    [MemberData(nameof(LevelPairs))]
    public async Task No_order_leaves_a_member_online_in_an_inactive_session(string closing, string joining)
    {
        foreach (var name in "ABJ")
        {
            _actors[name] = new Actor(await Database.OpenAsync(_ => { }), name == 'J' ? joining : closing);
        }

        await using var observer = await Database.OpenAsync(_ => { });
        foreach (var deactivation in Deactivations)
        {
            foreach (var join in Joins)
            {
                foreach (var order in Orders.Where(order => !(order.Contains('B') && deactivation.Contains("cleanup"))))
                {
                    await PlayAsync(observer, deactivation, join, order);
                }
            }
        }

        foreach (var actor in _actors.Values)
        {
            await actor.Connection.DisposeAsync();
        }
    }

    private async Task PlayAsync(NpgsqlConnection observer, string deactivation, string join, string order)
    {
        _session++;
        await observer.ExecuteAsync(
            $"""
            INSERT INTO session (session_id, session_type, expires_at)
            VALUES ({_session}, 'collaborative', now() - interval '1 day'), ({_session} + 1000000, 'simple', NULL);
            INSERT INTO session_member (session_id, user_id) VALUES ({_session}, 1), ({_session} + 1000000, 77)
            """);
        var steps = new Queue<string>(order.Split(' '));
        while (steps.TryDequeue(out var step))
        {
            var actor = _actors[step[0]];
            if (step[1] is 'c' or 'r' && await actor.WaitsAsync(observer))
            {
                Assert.NotEmpty(steps);
                steps.Enqueue(step);
                continue;
            }

            await actor.ExecuteAsync(step[1] switch
            {
                'b' => $"BEGIN ISOLATION LEVEL {actor.Isolation}; SELECT FROM session WHERE session_id = 0",
                'c' => "COMMIT",
                'r' => "ROLLBACK",
                _ => string.Format(null, step[0] == 'J' ? join : deactivation, _session),
            });
            await actor.WaitsAsync(observer);
        }

        foreach (var actor in _actors.Values)
        {
            await actor.ResetAsync();
        }

        Assert.True(
            await observer.RowsAsync(
                "SELECT * FROM session JOIN session_member USING (session_id) WHERE is_online AND NOT is_active") is [],
            $"{order}, {deactivation}, {join}");
    }

    private sealed class Actor(NpgsqlConnection connection, string isolation)
    {
        private static readonly string[] Conflicts =
        [
            "SC001", PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected,
            PostgresErrorCodes.LockNotAvailable, PostgresErrorCodes.InFailedSqlTransaction,
        ];

        private Task _running = Task.CompletedTask;

        public NpgsqlConnection Connection => connection;

        public string Isolation => isolation;

        public async Task ExecuteAsync(string sql)
        {
            await _running;
            _running = RunAsync(sql);
        }

        /// <summary>Returns when the statement has ended, or waits for a lock.</summary>
        public async Task<bool> WaitsAsync(NpgsqlConnection observer)
        {
            while (!_running.IsCompleted)
            {
                if (await observer.ScalarAsync<bool>(
                    "SELECT cardinality(pg_blocking_pids($1)) > 0", connection.ProcessID))
                {
                    return true;
                }

                await Task.WhenAny(_running, Task.Delay(1));
            }

            return false;
        }

        public async Task ResetAsync()
        {
            await _running;
            await connection.ExecuteAsync("ROLLBACK");
        }

        private async Task RunAsync(string sql)
        {
            try
            {
                await connection.ExecuteAsync(sql);
            }
            catch (PostgresException exception) when (Conflicts.Contains(exception.SqlState))
            {
                // COMMIT is a ROLLBACK then.
            }
        }
    }
}
