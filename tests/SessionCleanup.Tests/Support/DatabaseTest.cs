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
        _database = this is IOverAdoptedTables
            ? await Server.AdoptedDatabaseAsync(GetType().Name)
            : await Server.MigratedDatabaseAsync(GetType().Name);
        await _database.ResetAsync();
    }

    /// <summary>A database of the test's own, with adopted tables where the class is over such.</summary>
    /// <returns>Its connection string.</returns>
    private protected async Task<string> DisposableDatabaseAsync()
    {
        var connectionString = await Server.DisposableMigratedDatabaseAsync();
        if (this is IOverAdoptedTables)
        {
            await AdoptedSchema.AdoptAsync(connectionString);
        }

        return connectionString;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
