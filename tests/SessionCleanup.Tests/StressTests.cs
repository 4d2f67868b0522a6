using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// The six rules under fire: an application of plain SQL, which takes its locks in any order, next to cleanups from
/// every entry point. A trigger logs every committed change; afterwards the rules are checked with SQL over the whole
/// log.
/// </summary>
public class StressTests(PostgresServer server) : DatabaseTest(server)
{
    private const int Writers = 10;
    private const int Sessions = 30;
    private const int MembersPerSession = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(12);
    private const int TransactionsPerWriter = 3000;

    /// <summary>
    /// On a busy machine it goes on, with less traffic, for those cleanups that have not cleaned anything yet.
    /// </summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(3);

    /// <summary>The cleanups in READ COMMITTED; each has to clean something.</summary>
    private static readonly string[] Cleanups =
    [
        "cleanup function", "cleanup procedure", "cleanup program", "cleanup program through PgBouncer",
        "cleanup through PgBouncer",
    ];

    private readonly Stopwatch _elapsed = new();
    private volatile IReadOnlyCollection<string> _haveCleaned = [];

    /// <summary>Makes a session inactive. Apart, because MERGE works on a view from PostgreSQL 17 on.</summary>
    private protected virtual string MergeThatDeactivates =>
        """
        MERGE INTO session USING (VALUES ($1)) AS wanted (session_id) ON session.session_id = wanted.session_id
         WHEN MATCHED THEN UPDATE SET is_active = false, deactivated_at = now()
        """;

    /// <summary>Makes a session inactive. Apart, because WHERE CURRENT OF works on tables only.</summary>
    private protected virtual string FunctionWithACursor =>
        """
        CREATE FUNCTION deactivate_with_a_cursor(id bigint) RETURNS void LANGUAGE plpgsql AS
        $function$
        DECLARE found CURSOR FOR SELECT FROM session WHERE session_id = id FOR UPDATE;
        BEGIN
            FOR room IN found LOOP
                UPDATE session SET is_active = false, deactivated_at = now() WHERE CURRENT OF found;
            END LOOP;
        END
        $function$;
        """;

    /// <summary>Moves a member to a session, online.</summary>
    private protected virtual string MergeThatMoves =>
        """
        MERGE INTO session_member USING (VALUES ($1, $2)) AS wanted (session_id, user_id) ON session_member.user_id = wanted.user_id
         WHEN MATCHED THEN UPDATE SET session_id = wanted.session_id, is_online = true
         WHEN NOT MATCHED THEN INSERT (session_id, user_id, is_online) VALUES (wanted.session_id, wanted.user_id, true)
        """;

    [Fact]
    public async Task The_rules_hold_next_to_live_traffic()
    {
        var seed = Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Console.WriteLine($"StressTests: SESSION_CLEANUP_TEST_SEED={seed}");
        await Database.ExecuteAsync(
            $"""
            INSERT INTO session (session_type, title, expires_at)
            SELECT CASE WHEN number % 10 = 0 THEN 'simple' ELSE 'collaborative' END, 'room ' || number, now() + number * interval '20 milliseconds'
              FROM generate_series(1, {Sessions}) AS number;
            INSERT INTO session_member (session_id, user_id, is_online)
            SELECT session_id, number, number % 2 = 0 FROM session CROSS JOIN generate_series(1, {MembersPerSession}) AS number;
            """);
        await Database.ExecuteAsync(Log);
        await Database.ExecuteAsync(FunctionWithACursor);
        var sessions = (await Database.RowsAsync("SELECT session_id FROM session"))
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToArray();
        await using var pgBouncer = await PgBouncer.StartAsync(Database.ConnectionString);

        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(1, Writers)
            .Select(number => new Writer(this, number, new Random(seed + number), sessions)).ToArray();
        Task[] cleanups =
        [
            RepeatAsync("SELECT * FROM cleanup_sessions()", "cleanup function", Database.ConnectionString, over.Token),
            RepeatAsync("CALL cleanup_sessions_in_batches(batch_size => 3)", "cleanup procedure",
                Database.ConnectionString, over.Token),
            RepeatAsync(
                "CALL cleanup_sessions_in_batches(batch_size => 5, pause => '1 millisecond')",
                "cleanup through PgBouncer",
                pgBouncer.Behind(Database.ConnectionString),
                over.Token),
            RepeatAsync(
                "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT cleanup_sessions(); COMMIT",
                "cleanup repeatable read",
                Database.ConnectionString,
                over.Token,
                [PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.LockNotAvailable]),
            RepeatProgramAsync("cleanup program", Database.ConnectionString, over.Token),
            RepeatProgramAsync("cleanup program through PgBouncer", pgBouncer.Behind(Database.ConnectionString),
                over.Token),
        ];
        var watch = WatchAsync(over.Token);
        _elapsed.Start();
        await Task.WhenAll(writers.Select(writer => writer.RunAsync(Database)));
        await over.CancelAsync();
        await Task.WhenAll(cleanups);
        var longestWait = await watch;
        await Database.ExecuteAsync("CREATE TABLE quiet AS SELECT now() AS since");
        await Database.ExecuteAsync("CALL cleanup_sessions_in_batches()");

        var sessionsCleaned = await Database.ScalarAsync<long>("SELECT sum(sessions_cleaned)::bigint FROM cleanup_run");
        var runs = await Database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run");
        Console.WriteLine(
            $"StressTests: {writers.Sum(writer => writer.Committed)} transactions; {sessionsCleaned} sessions cleaned "
            + $"in {runs} runs; "
            + $"{writers.Sum(writer => writer.Deadlocks)} deadlocks among writers; "
            + $"longest statement of a writer {writers.Max(writer => writer.LongestStatement).TotalMilliseconds:0} ms, "
            + $"longest wait for a cleanup that was seen {longestWait.TotalMilliseconds:0} ms");
        Assert.Empty(writers.SelectMany(writer => writer.Failures));
        Assert.Subset(
            writers.Select(writer => writer.ProcessId).ToHashSet(),
            writers.SelectMany(writer => writer.DeadlockedProcesses).ToHashSet());
        // The log is new to the planner, and long: without its statistics, the queries join it row by row.
        await Database.ExecuteAsync("ANALYZE log");
        foreach (var (rule, query) in Checks)
        {
            Assert.True(
                await Database.RowsAsync(query) is [],
                $"{rule}: {string.Join(Environment.NewLine, (await Database.RowsAsync(query)).Take(3))} (seed {seed})");
        }

        // Did it happen at all? What the rules are about has to be in the log.
        Assert.Equal(Cleanups, (await Database.RowsAsync(HaveCleaned)).Intersect(Cleanups));
        Assert.Equal(
            ["True|True|True|True"],
            await Database.RowsAsync(
                """
                SELECT bool_or(relation = 'session' AND cleanup),
                       bool_or(relation = 'session_member' AND cleanup),
                       bool_or(relation = 'session' AND NOT cleanup AND old_row->>'is_active' = 'true' AND new_row->>'is_active' = 'false'),
                       bool_or(relation = 'session' AND NOT cleanup AND old_row->>'expires_at' < new_row->>'expires_at')
                  FROM log
                """));
    }

    private const string HaveCleaned =
        """SELECT DISTINCT application_name COLLATE "C" FROM cleanup_run WHERE sessions_cleaned > 0 ORDER BY 1""";

    private bool IsOver => _elapsed.Elapsed > Time;

    /// <summary>
    /// Every committed change of a row, as it was and as it became, with who did it. It asks nothing of the writers.
    /// Logged at COMMIT, while all locks are held: what one transaction waited for is in the log before it.
    /// </summary>
    private const string Log =
        """
        CREATE TABLE log (
            log_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            relation   text NOT NULL,
            session_id bigint NOT NULL,
            user_id    bigint,
            old_row    jsonb,
            new_row    jsonb,
            at         timestamptz NOT NULL DEFAULT now(),
            xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
            cleanup    boolean NOT NULL DEFAULT (current_setting('application_name') NOT LIKE 'writer%'));
        CREATE INDEX ON log (session_id, relation, log_id);
        CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS
        $function$
        DECLARE previous jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
        BEGIN
            -- A member who moves leaves one session and comes to another.
            IF TG_OP = 'UPDATE' AND to_jsonb(NEW)->'session_id' <> to_jsonb(OLD)->'session_id' THEN
                INSERT INTO log (relation, session_id, user_id, old_row, new_row)
                VALUES (TG_TABLE_NAME, (to_jsonb(OLD)->>'session_id')::bigint, (to_jsonb(OLD)->>'user_id')::bigint,
                        to_jsonb(OLD), to_jsonb(OLD) || '{"is_online": false}');
                previous := NULL;
            END IF;

            INSERT INTO log (relation, session_id, user_id, old_row, new_row)
            VALUES (TG_TABLE_NAME, (to_jsonb(NEW)->>'session_id')::bigint, (to_jsonb(NEW)->>'user_id')::bigint,
                    previous, to_jsonb(NEW));
            RETURN NULL;
        END
        $function$;
        CREATE FUNCTION deactivate_in_a_subtransaction(id bigint) RETURNS void LANGUAGE plpgsql AS
        $function$
        BEGIN
            PERFORM FROM session WHERE session_id = id FOR NO KEY UPDATE;
            BEGIN
                UPDATE session SET is_active = false, deactivated_at = now() WHERE session_id = id;
                RAISE EXCEPTION 'take it back';
            EXCEPTION WHEN raise_exception THEN
                UPDATE session SET is_active = false, deactivated_at = now() WHERE session_id = id;
            END;
        END
        $function$;
        CREATE CONSTRAINT TRIGGER log_change AFTER INSERT OR UPDATE ON session DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION log_change();
        CREATE CONSTRAINT TRIGGER log_change AFTER INSERT OR UPDATE ON session_member DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION log_change();
        """;

    /// <summary>What must return no row after everything that happened.</summary>
    private static readonly (string Rule, string Query)[] Checks =
    [
        (
            "Rule 1: a cleanup changed more than it may",
            """
            SELECT * FROM log
             WHERE cleanup
               AND CASE relation
                       WHEN 'session' THEN old_row - '{is_active,deactivated_at,cleanup_run_id}'::text[]
                                       <> new_row - '{is_active,deactivated_at,cleanup_run_id}'::text[]
                       ELSE old_row - 'is_online' <> new_row - 'is_online'
                   END
            """),
        (
            "Rule 1: a session is gone",
            $"SELECT count(*) FROM session HAVING count(*) <> {Sessions}"),
        (
            "Rule 2: a member is online in an inactive session",
            "SELECT session_id, user_id FROM session_member JOIN session USING (session_id) WHERE is_online AND NOT "
                + "is_active"),
        (
            "Rule 2: a session was deactivated, and a member was left online",
            """
            SELECT log.*
              FROM log
             CROSS JOIN LATERAL (
                   SELECT DISTINCT ON (user_id) new_row
                     FROM log AS member
                    WHERE relation = 'session_member' AND member.session_id = log.session_id AND (member.log_id < log.log_id OR member.xid = log.xid)
                    ORDER BY user_id, log_id DESC) AS last
             WHERE relation = 'session' AND old_row->>'is_active' = 'true' AND log.new_row->>'is_active' = 'false'
               AND last.new_row->>'is_online' = 'true'
            """),
        (
            "Rule 2: a member came online in an inactive session",
            """
            SELECT log.*
              FROM log
             CROSS JOIN LATERAL (
                   SELECT new_row FROM log AS session
                    WHERE relation = 'session' AND session.session_id = log.session_id AND session.log_id < log.log_id
                    ORDER BY log_id DESC
                    LIMIT 1) AS last
             WHERE relation = 'session_member' AND log.new_row->>'is_online' = 'true'
               AND coalesce(old_row->>'is_online', 'false') = 'false'
               AND last.new_row->>'is_active' = 'false'
            """),
        (
            "Rule 3: a cleanup deactivated a session that was not expired",
            """
            SELECT log.* FROM log
             WHERE cleanup
               AND relation = 'session'
               AND NOT ((old_row->>'expires_at')::timestamptz < at AND old_row->>'session_type' = 'collaborative' AND (old_row->>'is_active')::boolean)
            """),
        (
            "Rule 5: a change is not based on the one before it",
            """
            SELECT * FROM (
                SELECT relation, session_id, user_id, old_row,
                       lag(new_row) OVER (PARTITION BY relation, session_id, user_id ORDER BY log_id) AS previous
                  FROM log) AS changes
             WHERE old_row <> previous
            """),
        (
            "Rule 5: the runs did not count each deactivated session once",
            """
            SELECT counted.*, happened.* FROM
                (SELECT sum(sessions_cleaned) AS sessions, sum(members_set_offline) AS members FROM cleanup_run) AS counted,
                (SELECT count(*) FILTER (WHERE relation = 'session') AS sessions, count(*) FILTER (WHERE relation = 'session_member') AS members
                   FROM log WHERE cleanup) AS happened
             WHERE (counted.sessions, counted.members) <> (happened.sessions, happened.members)
            """),
        (
            "Rule 5: a member went offline in another transaction than its session",
            """
            SELECT * FROM log AS member
             WHERE cleanup AND relation = 'session_member'
               AND NOT EXISTS (SELECT FROM log WHERE relation = 'session' AND log.session_id = member.session_id AND log.xid = member.xid)
            """),
        (
            "Rule 5: a run did not end",
            "SELECT * FROM cleanup_run WHERE finished_at IS NULL"),
        (
            "Rule 5: the last run left work",
            "SELECT session_id FROM expired_session WHERE expires_at < (SELECT since FROM quiet)"),
    ];

    /// <param name="conflicts">SQLSTATEs with which it may give up, for the next time.</param>
    private async Task RepeatAsync(
        string sql, string applicationName, string connectionString, CancellationToken over, params string[] conflicts)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = applicationName,
                Pooling = false
            }.ConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        while (!over.IsCancellationRequested)
        {
            await UntilItsTurnAsync(applicationName, over);
            try
            {
                await connection.ExecuteAsync(sql);
            }
            catch (PostgresException exception) when (conflicts.Contains(exception.SqlState))
            {
                await connection.ExecuteAsync("ROLLBACK");
            }

            await Task.Delay(40, CancellationToken.None);
        }
    }

    /// <summary>When the time is over, a cleanup leaves the rest to those that have not cleaned anything.</summary>
    private async Task UntilItsTurnAsync(string applicationName, CancellationToken over)
    {
        while (IsOver && _haveCleaned.Contains(applicationName) && !over.IsCancellationRequested)
        {
            await Task.Delay(40, CancellationToken.None);
        }
    }

    private async Task RepeatProgramAsync(string applicationName, string connectionString,
        CancellationToken over)
    {
        var connection =
            new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = applicationName }.ConnectionString;
        while (!over.IsCancellationRequested)
        {
            await UntilItsTurnAsync(applicationName, over);
            var result = await CommandLine.RunAsync("cleanup", "--batch-size", "2", "--pause", "5", "--connection",
                connection);
            Assert.True(result.ExitStatus == 0, result.StandardError);
            Assert.Equal("", result.StandardError);
        }
    }

    /// <summary>
    /// Rule 2 at every moment: no snapshot shows it broken. Rule 4: no cleanup is seen waiting for a row.
    /// </summary>
    /// <returns>The longest wait of a writer for a cleanup that was seen, looking every few milliseconds.</returns>
    private async Task<TimeSpan> WatchAsync(CancellationToken over)
    {
        var rule2 = Checks.First(check => check.Rule.StartsWith("Rule 2", StringComparison.Ordinal)).Query;
        var longestWait = TimeSpan.Zero;
        while (!over.IsCancellationRequested)
        {
            Assert.Empty(await Database.RowsAsync(rule2));
            Assert.Empty(await Database.RowsAsync(
                """
                SELECT pg_locks.*
                  FROM pg_locks
                  JOIN pg_stat_activity USING (pid)
                 WHERE NOT granted AND locktype IN ('transactionid', 'tuple') AND application_name LIKE 'cleanup%'
                """));
            var wait = await Database.ScalarAsync<TimeSpan>(
                """
                SELECT max(clock_timestamp() - waiting.waitstart)
                  FROM pg_locks AS waiting
                  JOIN pg_stat_activity AS writer USING (pid)
                  JOIN pg_stat_activity AS cleanup ON cleanup.pid = ANY (pg_blocking_pids(waiting.pid))
                 WHERE NOT waiting.granted
                   AND writer.application_name LIKE 'writer%'
                   AND cleanup.application_name LIKE 'cleanup%'
                """);
            longestWait = wait > longestWait ? wait : longestWait;
            _haveCleaned = await Database.RowsAsync(HaveCleaned);
            await Task.Delay(5, CancellationToken.None);
        }

        return longestWait;
    }

    /// <summary>
    /// One connection of the application: transactions of plain SQL on random sessions, with pauses that hold their
    /// locks.
    /// </summary>
    private sealed class Writer(StressTests test, int number, Random random, long[] sessions)
    {
        /// <summary>Every way in which plain SQL makes a session inactive.</summary>
        private readonly string[] _deactivations =
        [
            "UPDATE session SET is_active = false WHERE session_id = $1",
            "UPDATE session SET is_active = false, deactivated_at = now() WHERE session_id = $1",
            "UPDATE session SET is_active = false, deactivated_at = now(), cleanup_run_id = 1 WHERE session_id = $1 "
                + "RETURNING *",
            "UPDATE session SET session_id = session_id, is_active = NOT is_active, deactivated_at = now() WHERE "
                + "session_id = $1 AND is_active",
            """
            INSERT INTO session (session_id, session_type) VALUES ($1, 'simple')
                ON CONFLICT (session_id) DO UPDATE SET is_active = false, deactivated_at = now()
            """,
            test.MergeThatDeactivates,
            """
            WITH locked AS (SELECT session_id FROM session WHERE session_id = $1 FOR NO KEY UPDATE)
            UPDATE session SET is_active = false, deactivated_at = now() FROM locked WHERE session.session_id = locked.session_id
            """,
            "SELECT deactivate_with_a_cursor($1)",
            "SELECT deactivate_in_a_subtransaction($1)",
        ];

        private NpgsqlConnection _connection = null!;

        public int ProcessId { get; private set; }

        public int Committed { get; private set; }

        public int Deadlocks { get; private set; }

        public TimeSpan LongestStatement { get; private set; }

        public List<string> Failures { get; } = [];

        public List<int> DeadlockedProcesses { get; } = [];

        public async Task RunAsync(TestDatabase database)
        {
            _connection = await database.OpenAsync(settings =>
            {
                settings.ApplicationName = $"writer {number}";

                // Writers deadlock with each other, as applications do; they need not be slow about it.
                settings.Options = "-c deadlock_timeout=20ms";
            });
            ProcessId = _connection.ProcessID;
            for (var i = 0; test._elapsed.Elapsed < LongestTime; i++)
            {
                if (i >= TransactionsPerWriter || test.IsOver)
                {
                    if (!Cleanups.Except(test._haveCleaned).Any())
                    {
                        break;
                    }

                    await Task.Delay(20);
                }

                try
                {
                    await _connection.ExecuteAsync(Isolation());
                    await TransactAsync();
                    await _connection.ExecuteAsync(random.Next(20) == 0 ? "ROLLBACK" : "COMMIT");
                    Committed++;
                }
                catch (PostgresException exception)
                {
                    await _connection.ExecuteAsync("ROLLBACK");
                    Judge(exception);
                }
            }

            await _connection.DisposeAsync();
        }

        private Task TransactAsync()
        {
            var session = sessions[random.Next(sessions.Length)];
            return random.Next(13) switch
            {
                0 or 1 => RenewAsync(session),
                2 => ExecuteAsync("UPDATE session_member SET is_online = false WHERE session_id = $1 AND user_id = $2",
                    session, User()),
                3 => JoinAsync(session),
                4 => SessionThenMemberAsync(session),
                5 => MemberThenSessionAsync(session),
                6 => ExecuteAsync(_deactivations[random.Next(_deactivations.Length)], session),
                7 or 8 => ReopenAsync(session),
                9 => ExecuteAsync("SELECT touch_session($1)", session),
                11 => MoveAsync(session),
                10 => TwoSessionsAsync(session, sessions[random.Next(sessions.Length)]),
                _ => LockAsync(session),
            };
        }

        /// <summary>
        /// Most renewals are long enough for the next batch to be wrong about the session, if it were.
        /// </summary>
        private async Task<bool> RenewAsync(long session)
        {
            var isActive = await ScalarAsync(
                """
                UPDATE session SET last_activity_at = now(), expires_at = now() + $2 * interval '1 millisecond'
                 WHERE session_id = $1 RETURNING is_active
                """, session, random.Next(200));
            await PauseAsync();
            return isActive;
        }

        private async Task JoinAsync(long session)
        {
            await ExecuteAsync(
                """
                INSERT INTO session_member (session_id, user_id, is_online) VALUES ($1, $2, true)
                    ON CONFLICT (session_id, user_id) DO UPDATE SET is_online = true, last_active_at = now()
                """, session, User());
            await PauseAsync();
        }

        private async Task SessionThenMemberAsync(long session)
        {
            var isActive = await RenewAsync(session);
            try
            {
                await ExecuteAsync("UPDATE session_member SET is_online = true WHERE session_id = $1 AND user_id = $2",
                    session, User());
            }
            catch (PostgresException exception) when (exception.SqlState == "SC001" && isActive)
            {
                Failures.Add($"writer {number} had renewed session {session}, and then: {exception.MessageText}");
                throw;
            }
        }

        private async Task MemberThenSessionAsync(long session)
        {
            await ExecuteAsync("UPDATE session_member SET last_active_at = now() WHERE session_id = $1", session);
            await PauseAsync();
            await RenewAsync(session);
        }

        /// <summary>Each writer has one member who goes from session to session.</summary>
        private Task<bool> MoveAsync(long session) => ExecuteAsync(
            test.MergeThatMoves,
            session,
            100L + number);

        private string Isolation() => random.Next(8) switch
        {
            0 => "BEGIN ISOLATION LEVEL REPEATABLE READ",
            1 => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            _ => "BEGIN",
        };

        private async Task ReopenAsync(long session)
        {
            await ExecuteAsync(
                "UPDATE session SET is_active = true, expires_at = now() + $2 * interval '1 millisecond' WHERE "
                    + "session_id = $1 AND NOT is_active",
                session,
                random.Next(50));
            await ExecuteAsync(
                """
                UPDATE session_member SET is_online = true
                 WHERE session_id = $1 AND session_id IN (SELECT session_id FROM session WHERE is_active)
                """, session);
        }

        private async Task TwoSessionsAsync(long first, long second)
        {
            await MemberThenSessionAsync(first);
            await SessionThenMemberAsync(second);
        }

        private async Task LockAsync(long session)
        {
            await ExecuteAsync(
                random.Next(2) == 0
                    ? "SELECT FROM session WHERE session_id = $1 FOR UPDATE"
                    : "SELECT FROM session_member WHERE session_id = $1 FOR UPDATE",
                session);
            await PauseAsync();
        }

        /// <summary>An error is the application's own, or it is a failure of ours.</summary>
        private void Judge(PostgresException exception)
        {
            switch (exception.SqlState)
            {
                case PostgresErrorCodes.DeadlockDetected:
                    // "Process 1 waits for ShareLock on transaction 2; blocked by process 3." for each of them.
                    Deadlocks++;
                    DeadlockedProcesses.AddRange((exception.Detail ?? "")
                        .Split(["Process ", "process "], StringSplitOptions.None).Skip(1)
                        .Select(text =>
                            int.Parse(string.Concat(text.TakeWhile(char.IsDigit)), CultureInfo.InvariantCulture)));
                    break;
                case "SC001" or PostgresErrorCodes.SerializationFailure:
                    break;
                default:
                    Failures.Add($"writer {number}: {exception.SqlState} {exception.MessageText}");
                    break;
            }
        }

        private long User() => random.Next(MembersPerSession + 1);

        private Task PauseAsync() => Task.Delay(random.Next(4));

        private Task<bool> ExecuteAsync(string sql, params object[] parameters) => TimedAsync(async () =>
        {
            await _connection.ExecuteAsync(sql, parameters);
            return true;
        });

        private Task<bool> ScalarAsync(string sql, params object[] parameters) =>
            TimedAsync(() => _connection.ScalarAsync<bool>(sql, parameters));

        private async Task<bool> TimedAsync(Func<Task<bool>> execute)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                return await execute();
            }
            finally
            {
                LongestStatement = watch.Elapsed > LongestStatement ? watch.Elapsed : LongestStatement;
            }
        }
    }
}
