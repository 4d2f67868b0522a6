using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SessionCleanup.Tests.Support;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: SupportedOSPlatform("linux")]

namespace SessionCleanup.Tests.Support;

/// <summary>
/// One PostgreSQL for the whole run: the server that scripts/test names in SESSION_CLEANUP_TEST_SERVER, else a
/// container.
/// </summary>
public sealed partial class PostgresServer : IAsyncLifetime
{
    private const string Variable = "SESSION_CLEANUP_TEST_SERVER";

    /// <summary>
    /// A role that may log in with the password "runner", and nothing else; tests grant what they need.
    /// </summary>
    internal const string Runner = "session_cleanup_test_runner";

    private readonly ConcurrentDictionary<string, Task<TestDatabase>> _databases = new();
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private PostgreSqlContainer? _container;
    private string _connectionString = "";

    private string Template => $"session_cleanup_test_{_run}_template";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            _connectionString = given;
        }
        else
        {
            var image = Environment.GetEnvironmentVariable("POSTGRES_IMAGE") ?? "postgres:17";
            _container = new PostgreSqlBuilder(image)
                .WithCommand("-c", "fsync=off", "-c", "max_connections=300")
                .WithLogger(NullLogger.Instance)
                .Build();
            try
            {
                await _container.StartAsync();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"There is no PostgreSQL to test on. Run scripts/test, which starts one; or start Docker; or name "
                    + $"a "
                    + $"server in {Variable}. ({exception.Message})", exception);
            }

            _connectionString = _container.GetConnectionString();
        }

        await using (var connection = new NpgsqlConnection(_connectionString))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                $"DROP ROLE IF EXISTS {Runner}; CREATE ROLE {Runner} LOGIN PASSWORD 'runner'");
        }

        await CreateDatabaseAsync(Template);
        var migrated = await CommandLine.RunAsync("migrate", "--connection", ConnectionStringFor(Template));
        Assert.True(migrated.ExitStatus == 0, migrated.StandardError);

        // scripts/mutations: a routine with a defect, which a test has to notice.
        if (Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_MUTATION") is { Length: > 0 } mutation)
        {
            await Sql.ExecuteAsync(ConnectionStringFor(Template), await File.ReadAllTextAsync(mutation));
            NpgsqlConnection.ClearAllPools();
        }
    }

    /// <summary>The database of a test class, with the schema that the program's migrate made.</summary>
    internal Task<TestDatabase> MigratedDatabaseAsync(string testClass) =>
        _databases.GetOrAdd(testClass, async name =>
            await TestDatabase.CreateAsync(await CreateAsync(name, $"TEMPLATE {Template}")));

    /// <summary>
    /// As <see cref="MigratedDatabaseAsync"/>, with the tables of <see cref="AdoptedSchema"/> adopted.
    /// </summary>
    internal Task<TestDatabase> AdoptedDatabaseAsync(string testClass) =>
        _databases.GetOrAdd(testClass, async name =>
        {
            var connectionString = await CreateAsync(name, $"TEMPLATE {Template}");
            await AdoptedSchema.AdoptAsync(connectionString);
            return await TestDatabase.CreateAsync(connectionString);
        });

    /// <summary>A new database with nothing in it.</summary>
    /// <param name="options">Of CREATE DATABASE, such as its encoding.</param>
    /// <returns>Its connection string.</returns>
    internal Task<string> EmptyDatabaseAsync(string options = "") =>
        CreateAsync($"empty_{Guid.NewGuid():N}", $"TEMPLATE template0 {options}");

    /// <summary>A new database with the migrated schema, for a test that changes the schema or its journal.</summary>
    /// <returns>Its connection string.</returns>
    internal Task<string> DisposableMigratedDatabaseAsync() =>
        CreateAsync($"own_{Guid.NewGuid():N}", $"TEMPLATE {Template}");

    /// <summary>
    /// Runs the machine's psql or pg_dump, with the SQL files of the repository as its working directory.
    /// </summary>
    internal static Task<ProcessResult> RunMachineToolAsync(string tool, string connectionString,
        params string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return ProcessResult.RunAsync(
            tool,
            arguments,
            new Dictionary<string, string?>
            {
                ["PGHOST"] = settings.Host,
                ["PGPORT"] = $"{settings.Port}",
                ["PGUSER"] = settings.Username,
                ["PGPASSWORD"] = settings.Password,
                ["PGDATABASE"] = settings.Database,
            },
            Path.Combine(AppContext.BaseDirectory, "sql"));
    }

    /// <summary>
    /// As <see cref="RunMachineToolAsync"/>, but where this server is a container, with the tool inside it, which fits
    /// its version.
    /// </summary>
    internal async Task<ProcessResult> RunToolAsync(string tool, string connectionString, params string[] arguments)
    {
        if (_container is null)
        {
            return await RunMachineToolAsync(tool, connectionString, arguments);
        }

        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        await _container.CopyAsync(new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "sql")), "/sql");
        await _container.CopyAsync(new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "deploy")), "/deploy");
        string[] command =
        [
            "sh", "-c", "cd /sql && exec \"$@\"", tool, tool, "--username", settings.Username!, "--dbname",
            settings.Database!,
            .. arguments,
        ];
        var result = await _container.ExecAsync(command);
        return new ProcessResult((int)(result.ExitCode ?? -1), result.Stdout, result.Stderr);
    }

    /// <summary>What pg_dump says of a database's schema, DbUp's journal aside.</summary>
    internal async Task<string> DumpSchemaAsync(string database)
    {
        var result = await RunToolAsync("pg_dump", database, "--schema-only", "--exclude-table=schemaversions*");
        Assert.True(result.ExitStatus == 0, result.StandardError);
        Assert.Contains("CREATE TABLE public.session_type (", result.StandardOutput, StringComparison.Ordinal);
        return RandomKey().Replace(result.StandardOutput, "");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await (await database).DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await using (var connection = new NpgsqlConnection(_connectionString))
        {
            await connection.OpenAsync();
            var names = await connection.RowsAsync(
                "SELECT datname FROM pg_database WHERE starts_with(datname, $1)", $"session_cleanup_test_{_run}_");
            foreach (var name in names)
            {
                await connection.ExecuteAsync($"DROP DATABASE \"{name}\" WITH (FORCE)");
            }

            await connection.ExecuteAsync($"DROP ROLE IF EXISTS {Runner}");
        }

        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    private async Task<string> CreateAsync(string name, string options)
    {
        var database = $"session_cleanup_test_{_run}_{name.ToLowerInvariant()}";
        database = database[..Math.Min(63, database.Length)];
        await CreateDatabaseAsync(database, options);
        return ConnectionStringFor(database);
    }

    private async Task CreateDatabaseAsync(string name, string options = "TEMPLATE template0")
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync($"CREATE DATABASE \"{name}\" {options}");
    }

    private string ConnectionStringFor(string database) =>
        new NpgsqlConnectionStringBuilder(_connectionString)
        {
            Database = database,
            IncludeErrorDetail = true
        }.ConnectionString;

    // pg_dump encloses its output in \restrict and \unrestrict with a key that is another one every time.
    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex RandomKey();
}
