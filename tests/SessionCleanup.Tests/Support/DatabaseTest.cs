namespace SessionCleanup.Tests.Support;

/// <summary>A test class with a database of its own, reset before each test.</summary>
public abstract class DatabaseTest(PostgresServer server) : IAsyncLifetime
{
    private TestDatabase? _database;

    private protected PostgresServer Server { get; } = server;

    private protected TestDatabase Database => _database!;

    private protected Given Given => Database.Given;

    public virtual async ValueTask InitializeAsync()
    {
        _database = await Server.MigratedDatabaseAsync(GetType().Name);
        await _database.ResetAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
