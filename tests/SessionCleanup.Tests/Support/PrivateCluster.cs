using System.Globalization;
using Npgsql;

namespace SessionCleanup.Tests.Support;

/// <summary>
/// A PostgreSQL of the test's own, made as the scripts make one: to be stopped, crashed and filled up.
/// </summary>
internal sealed class PrivateCluster : IAsyncDisposable
{
    private readonly string[] _settings;
    private string _connectionString = "";

    private PrivateCluster(string directory, string[] settings)
    {
        Directory = directory;
        _settings = settings;
    }

    public string Directory { get; }

    /// <summary>As superuser, database postgres.</summary>
    public string ConnectionString => _connectionString;

    /// <param name="settings">name=value, for the server.</param>
    public static async Task<PrivateCluster> StartAsync(params string[] settings)
    {
        var cluster = new PrivateCluster(NewDirectory(), settings);
        await cluster.StartAgainAsync();
        return cluster;
    }

    /// <summary>A hot standby of another cluster, which streams from it.</summary>
    public static async Task<PrivateCluster> StartStandbyAsync(PrivateCluster primary)
    {
        var settings = new NpgsqlConnectionStringBuilder(primary.ConnectionString);
        var standby = new PrivateCluster(NewDirectory(), []);
        await standby.RunAsync(
            """
            find_postgresql
            mkdir -m 700 "$directory"
            [ "$(id -u)" -ne 0 ] || chown postgres: "$directory"
            as_server_user "$postgresql_bin/pg_basebackup" -h "$1" -p "$2" -U postgres -D "$directory/data" --write-recovery-conf --no-sync --checkpoint=fast
            """,
            settings.Host!,
            settings.Port.ToString(CultureInfo.InvariantCulture));
        await standby.StartAgainAsync();
        return standby;
    }

    /// <param name="limits">Shell commands before the server starts, such as ulimit.</param>
    public async Task StartAgainAsync(string limits = "")
    {
        var address = await RunAsync(
            $$"""
            {{limits}}
            start_cluster "$directory" "$@"
            echo "$PGHOST|$PGPORT|$PGUSER"
            """, _connectionString == "" ? _settings : [.. _settings, $"port={new NpgsqlConnectionStringBuilder(_connectionString).Port}"]);
        var parts = address.Trim().Split('|');
        _connectionString = new NpgsqlConnectionStringBuilder
        {
            Host = parts[0],
            Port = int.Parse(parts[1], CultureInfo.InvariantCulture),
            Username = parts[2],
            Database = "postgres",
            Pooling = false,
            IncludeErrorDetail = true,
        }.ConnectionString;
    }

    /// <summary>Kills the server as a crash does; it recovers when it is started again.</summary>
    public Task CrashAsync() => StopAsync("immediate");

    public async ValueTask DisposeAsync()
    {
        await StopAsync("fast");
        await RunAsync("""rm -rf "$directory" """);
    }

    private static string NewDirectory() =>
        Path.Combine(Path.GetTempPath(), $"session-cleanup-test-{Guid.NewGuid():N}");

    private Task<string> StopAsync(string mode) => RunAsync("""find_postgresql; stop_cluster "$directory" "$1" """, mode);

    private async Task<string> RunAsync(string commands, params string[] arguments)
    {
        var script = $"""
            set -euo pipefail
            cd "{AppContext.BaseDirectory}"
            . scripts/lib/common
            . scripts/lib/cluster
            directory=$0
            {commands}
            """;
        var result = await ProcessResult.RunAsync("bash", ["-c", script, Directory, .. arguments]);
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        return result.StandardOutput;
    }
}
