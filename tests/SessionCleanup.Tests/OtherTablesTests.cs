using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// Tables that are not as migrate made them: partitioned, inherited, with row-level security, sequences behind.
/// </summary>
public sealed class OtherTablesTests(PostgresServer server) : IAsyncLifetime
{
    private const string HashMembers =
        """
        ALTER TABLE session_member RENAME TO plain_member;
        CREATE TABLE session_member (LIKE plain_member INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (session_id, user_id),
            FOREIGN KEY (session_id) REFERENCES session ON UPDATE CASCADE) PARTITION BY HASH (session_id);
        CREATE TABLE member_0 PARTITION OF session_member FOR VALUES WITH (MODULUS 3, REMAINDER 0);
        CREATE TABLE member_1 PARTITION OF session_member FOR VALUES WITH (MODULUS 3, REMAINDER 1);
        CREATE TABLE member_2 PARTITION OF session_member FOR VALUES WITH (MODULUS 3, REMAINDER 2);
        """;

    private const string RangeMembers =
        """
        ALTER TABLE session_member RENAME TO plain_member;
        CREATE TABLE session_member (LIKE plain_member INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (session_id, user_id),
            FOREIGN KEY (session_id) REFERENCES session ON UPDATE CASCADE) PARTITION BY RANGE (user_id);
        CREATE TABLE member_few PARTITION OF session_member FOR VALUES FROM (MINVALUE) TO (2);
        CREATE TABLE member_rest PARTITION OF session_member DEFAULT;
        """;

    private const string PlainSession =
        """
        ALTER TABLE session_member DROP CONSTRAINT session_member_session_id_fkey;
        ALTER TABLE session RENAME TO plain_session;
        CREATE TABLE session (LIKE plain_session INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY, PRIMARY KEY (session_id))
        """;

    private const string MembersOfSession =
        """
        CREATE INDEX ON session (session_type, is_active, expires_at);
        ALTER TABLE session_member ADD FOREIGN KEY (session_id) REFERENCES session ON UPDATE CASCADE;
        """;

    private const string HashSession =
        $"""
        {PlainSession} PARTITION BY HASH (session_id);
        CREATE TABLE session_0 PARTITION OF session FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE session_1 PARTITION OF session FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        {MembersOfSession}
        """;

    private const string RangeSession =
        $"""
        {PlainSession} PARTITION BY RANGE (session_id);
        CREATE TABLE session_old PARTITION OF session FOR VALUES FROM (MINVALUE) TO (10);
        CREATE TABLE session_new PARTITION OF session FOR VALUES FROM (10) TO (MAXVALUE);
        {MembersOfSession}
        """;

    private TestDatabase _database = null!;

    public static MatrixTheoryData<string, string> Partitions { get; } = new(
        ["hash members", "range members", "hash sessions", "range sessions", "both"],
        [
            "SELECT cleanup_sessions()",
            "CALL cleanup_sessions_in_batches(batch_size => 3)",
            "UPDATE session SET is_active = false WHERE expires_at < now()",
        ]);

    public async ValueTask InitializeAsync() =>
        _database = await TestDatabase.CreateAsync(await server.DisposableMigratedDatabaseAsync());

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Partitions))]
    public async Task Of_partitioned_tables_no_stranger_is_touched(string partitions, string deactivation)
    {
        await PartitionAsync(partitions);
        await _database.ExecuteAsync(
            """
            INSERT INTO session (session_type, expires_at)
            SELECT 'collaborative', now() + CASE WHEN number % 10 = 0 THEN interval '-1 day' ELSE interval '1 day' END
              FROM generate_series(1, 200) AS number;
            INSERT INTO session_member (session_id, user_id, is_online)
            SELECT session_id, number, number < 3 FROM session CROSS JOIN generate_series(1, 3) AS number;
            """);

        await _database.ExecuteAsync(deactivation);

        Assert.Equal(["False|20|0", "True|180|360"], await _database.RowsAsync(
            """
            SELECT is_active, count(DISTINCT session_id), count(*) FILTER (WHERE is_online)
              FROM session JOIN session_member USING (session_id) GROUP BY is_active ORDER BY is_active
            """));
        Assert.Equal("SC001", (await Assert.ThrowsAsync<PostgresException>(
            () => _database.ExecuteAsync("UPDATE session_member SET is_online = true"))).SqlState);
    }

    [Theory]
    [InlineData("hash members", null)]
    [InlineData("range members", null)]
    [InlineData("hash sessions", "0A000")]
    public async Task Above_read_committed_partitioned_members_work_and_partitioned_sessions_are_refused(
        string partitions, string? sqlState)
    {
        await PartitionAsync(partitions);
        await _database.Given.SessionAsync(online: 2);
        const string deactivation =
            "BEGIN ISOLATION LEVEL REPEATABLE READ; UPDATE session SET is_active = false; COMMIT";

        if (sqlState is null)
        {
            await _database.ExecuteAsync(deactivation);
            Assert.Equal(0, await _database.ScalarAsync<long>("SELECT count(*) FROM session_member WHERE is_online"));
        }
        else
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync(deactivation));
            Assert.Equal((sqlState, true),
                (error.SqlState, error.Hint!.Contains("READ COMMITTED", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("session", "SELECT cleanup_sessions()")]
    [InlineData("session_member", "CALL cleanup_sessions_in_batches()")]
    public async Task A_table_that_inherits_is_refused_by_name(string table, string cleanup)
    {
        await _database.Given.ExpiredSessionAsync();
        await _database.ExecuteAsync($"CREATE TABLE archived () INHERITS ({table})");

        var error = await Assert.ThrowsAsync<PostgresException>(() => _database.ExecuteAsync(cleanup));

        Assert.Equal("0A000", error.SqlState);
        Assert.Contains("archived", error.MessageText, StringComparison.Ordinal);
        Assert.Contains("NO INHERIT", error.Hint, StringComparison.Ordinal);
    }

    /// <summary>The owner is no superuser, and the table hides its rows from him too.</summary>
    [Theory]
    [InlineData("session", "SELECT cleanup_sessions()")]
    [InlineData("session", "SELECT cleanup_sessions(dry_run => true)")]
    [InlineData("session", "CALL cleanup_sessions_in_batches()")]
    [InlineData("session", "SELECT touch_session(1)")]
    [InlineData("session_member", "SELECT cleanup_sessions()")]
    [InlineData("session_member", "CALL cleanup_sessions_in_batches()")]
    [InlineData("session_member", "UPDATE session SET is_active = false")]
    public async Task Rows_that_row_level_security_hides_are_an_error(string table, string sql)
    {
        await _database.Given.ExpiredSessionAsync(online: 1);
        await using var connection = await _database.OpenAsync();
        await connection.ExecuteAsync(
            $"""
            BEGIN;
            CREATE ROLE session_cleanup_test_owner;
            GRANT ALL ON SCHEMA public TO session_cleanup_test_owner;
            DO $$
            DECLARE command text;
            BEGIN
                FOR command IN
                    SELECT format('ALTER %s %s OWNER TO session_cleanup_test_owner',
                                  CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass)
                      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
                    UNION ALL
                    SELECT format('ALTER ROUTINE %s OWNER TO session_cleanup_test_owner', oid::regprocedure)
                      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                LOOP
                    EXECUTE command;
                END LOOP;
            END $$;
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            COMMIT;
            """);
        try
        {
            await connection.ExecuteAsync("SET SESSION AUTHORIZATION session_cleanup_test_owner");

            var error = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql));

            Assert.Equal("42501", error.SqlState);
            Assert.Contains($"\"{table}\"", error.MessageText, StringComparison.Ordinal);
            Assert.Contains("NO FORCE ROW LEVEL SECURITY", error.Hint, StringComparison.Ordinal);
        }
        finally
        {
            await connection.ExecuteAsync(
                "RESET SESSION AUTHORIZATION; REASSIGN OWNED BY session_cleanup_test_owner TO CURRENT_USER; DROP "
                    + "OWNED BY session_cleanup_test_owner; DROP ROLE session_cleanup_test_owner");
        }
    }

    /// <summary>As after logical replication, which carries rows and no sequences.</summary>
    [Fact]
    public async Task A_sequence_that_is_behind_recovers_by_itself()
    {
        await _database.ExecuteAsync(
            """
            INSERT INTO cleanup_run (cleanup_run_id, finished_at) OVERRIDING SYSTEM VALUE
            SELECT number, now() FROM generate_series(1, 1000) AS number;
            """);

        await _database.ExecuteAsync("SELECT cleanup_sessions(); SELECT cleanup_sessions()");

        Assert.Equal(2,
            await _database.ScalarAsync<long>("SELECT count(*) FROM cleanup_run WHERE cleanup_run_id > 1000"));
    }

    [Theory]
    [InlineData("ALTER INDEX session_session_type_is_active_expires_at_idx SET (fillfactor = 90)", false)]
    [InlineData("SET quote_all_identifiers = on", false)]
    [InlineData(
        "DROP INDEX session_session_type_is_active_expires_at_idx; CREATE INDEX ON session (session_type "
            + "text_pattern_ops, is_active, expires_at NULLS FIRST)", false)]
    [InlineData(
        "DROP INDEX session_session_type_is_active_expires_at_idx; CREATE INDEX ON session (is_active, session_type, "
            + "expires_at)", true)]
    [InlineData(
        "DROP INDEX session_session_type_is_active_expires_at_idx; CREATE INDEX ON session (session_type, is_active, "
            + "expires_at) WHERE is_active", true)]
    public async Task The_index_is_known_by_its_columns(string sql, bool isMissing)
    {
        await using var connection = await _database.OpenAsync(_ => { });
        var warnings = new List<string>();
        connection.Notice += (_, notice) => warnings.Add(notice.Notice.MessageText);
        await connection.ExecuteAsync(sql);

        await connection.ExecuteAsync("SELECT cleanup_sessions()");

        Assert.Equal(isMissing, warnings.Any(warning => warning.Contains("is missing", StringComparison.Ordinal)));
    }

    private async Task PartitionAsync(string partitions)
    {
        await _database.ExecuteAsync(partitions switch
        {
            "hash members" => HashMembers,
            "range members" => RangeMembers,
            "hash sessions" => HashSession,
            "range sessions" => RangeSession,
            _ => HashSession + HashMembers,
        });
        // The views read the table that is renamed.
        foreach (var routine in new[] { "expired_session", "session_statistics", "triggers" })
        {
            await _database.ExecuteAsync(await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, $"sql/routines/{routine}.sql"),
                TestContext.Current.CancellationToken));
        }
    }
}
