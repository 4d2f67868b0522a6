using Npgsql;
using Respawn;

namespace SessionCleanup.Tests.Support;

/// <summary>A database with the schema, and SQL in as few words as a test needs.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly Respawner _respawner;

    /// <summary>Whether session and session_member are views over the tables of <see cref="AdoptedSchema"/>.</summary>
    private readonly bool _isAdopted;

    private TestDatabase(string connectionString, NpgsqlDataSource dataSource, Respawner respawner, bool isAdopted)
    {
        _isAdopted = isAdopted;
        ConnectionString = connectionString;
        _dataSource = dataSource;
        _respawner = respawner;
        Given = new Given(this);
    }

    public string ConnectionString { get; }

    public Given Given { get; }

    public static async Task<TestDatabase> CreateAsync(string connectionString)
    {
        var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        var respawner = await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            SchemasToInclude = ["public", "app"],
            TablesToIgnore = ["schemaversions", "session_type", "cleanup_setting", "session_cleanup_object",
                "session_adoption"],
        });
        var isAdopted = await connection.ScalarAsync<bool>(
            "SELECT relkind = 'v' FROM pg_class WHERE oid = to_regclass('public.session')");
        return new TestDatabase(connectionString, dataSource, respawner, isAdopted);
    }

    /// <summary>As migrate left it: no sessions, no runs, the two types.</summary>
    public async Task ResetAsync()
    {
        await using (var connection = await OpenAsync())
        {
            await _respawner.ResetAsync(connection);
        }

        await ExecuteAsync(
            """
            DELETE FROM session_type WHERE session_type NOT IN ('collaborative', 'simple');
            UPDATE session_type SET inactivity_timeout = CASE session_type WHEN 'collaborative' THEN interval '7 days' END;
            UPDATE cleanup_setting SET refuse_above = NULL;
            """);
    }

    public async Task<NpgsqlConnection> OpenAsync() => await _dataSource.OpenConnectionAsync();

    /// <summary>A connection of its own, outside the pool, as another role or with other settings.</summary>
    public async Task<NpgsqlConnection> OpenAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        var connection = new NpgsqlConnection(ConnectionStringWith(change));
        await connection.OpenAsync();
        return connection;
    }

    public string ConnectionStringWith(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        change(settings);
        return settings.ConnectionString;
    }

    public async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(_isAdopted ? AdoptedSchema.OnItsTables(sql) : sql, parameters);
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync();
        return await connection.ScalarAsync<T>(sql, parameters);
    }

    /// <returns>Each row's columns as text, as psql would show them, separated by |; null is empty.</returns>
    public async Task<List<string>> RowsAsync(string sql, params object[] parameters)
    {
        await using var connection = await OpenAsync();
        return await connection.RowsAsync(sql, parameters);
    }

    public async Task<Cleanup> CleanupAsync(bool dryRun = false)
    {
        await using var connection = await OpenAsync();
        return await connection.CleanupAsync(dryRun);
    }

    public async Task<Cleanup> FinishAsync(long run)
    {
        await using var connection = await OpenAsync();
        return await connection.FinishAsync(run);
    }

    /// <summary>Returns once the server shows that the connection's statement waits for a lock.</summary>
    public async Task UntilWaitingForALockAsync(NpgsqlConnection connection)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!await ScalarAsync<bool>("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $1",
            connection.ProcessID))
        {
            Assert.True(DateTime.UtcNow < deadline, "The statement did not wait for a lock.");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync() => await _dataSource.DisposeAsync();
}
