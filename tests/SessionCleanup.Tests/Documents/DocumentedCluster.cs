using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Documents;

[CollectionDefinition(nameof(DocumentedCluster))]
public sealed class DocumentedClusterDefinition : ICollectionFixture<DocumentedCluster>;

/// <summary>A server as the documents assume one, with pg_cron and a database rooms that has the sample.</summary>
public sealed class DocumentedCluster : IAsyncLifetime
{
    private PrivateCluster? _cluster;

    /// <summary>As superuser, database rooms.</summary>
    internal string Rooms => On("rooms");

    public async ValueTask InitializeAsync()
    {
        _cluster = await PrivateCluster.StartAsync(
            "shared_preload_libraries=pg_cron", "cron.use_background_workers=on", "cron.database_name=postgres");
        await Sql.ExecuteAsync(On("postgres"), "CREATE EXTENSION pg_cron");
        await Sql.ExecuteAsync(On("postgres"), "CREATE DATABASE sample");
        var migrated = await CommandLine.RunAsync("migrate", "--connection", On("sample"));
        Assert.True(migrated.ExitStatus == 0, migrated.AllOutput);
        var loaded = await PostgresServer.RunMachineToolAsync(
            "psql", On("sample"), "-v", "ON_ERROR_STOP=1", "-f", "sample/load_sample.sql");
        Assert.True(loaded.ExitStatus == 0, loaded.AllOutput);
    }

    /// <summary>The database rooms anew, from a template, and no roles but the superuser.</summary>
    internal async Task ResetAsync(string template = "sample")
    {
        await Sql.ExecuteAsync(On("postgres"), "DROP DATABASE IF EXISTS rooms WITH (FORCE)");
        await Sql.ExecuteAsync(
            On("postgres"),
            """
            DO $block$
            DECLARE
                role regrole;
            BEGIN
                FOR role IN SELECT oid::regrole FROM pg_roles WHERE oid >= 16384 LOOP
                    EXECUTE format('DROP OWNED BY %s; DROP ROLE %s', role, role);
                END LOOP;
                PERFORM cron.unschedule(jobid) FROM cron.job;
            END
            $block$;
            """);
        await Sql.ExecuteAsync(On("postgres"), $"CREATE DATABASE rooms TEMPLATE {template}");
    }

    /// <summary>In the repository, with the program and psql on the PATH and the server in libpq's variables.</summary>
    internal async Task<ProcessResult> RunAsync(string program, params string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(Rooms);
        return await ProcessResult.RunAsync(
            program,
            arguments,
            new Dictionary<string, string?>
            {
                ["PATH"] = $"{Path.GetDirectoryName(CommandLine.Program)}:{Environment.GetEnvironmentVariable("PATH")}",
                ["PGHOST"] = settings.Host,
                ["PGPORT"] = $"{settings.Port}",
                ["PGUSER"] = settings.Username,
                ["PGDATABASE"] = settings.Database,
            },
            Repository.Root);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private string On(string database) =>
        new NpgsqlConnectionStringBuilder(_cluster!.ConnectionString) { Database = database }.ConnectionString;
}
