using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SessionCleanup.Tests.Support;

/// <summary>A PgBouncer in transaction mode in front of a server, on a port of its own on loopback.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];

    private readonly DirectoryInfo _directory;
    private readonly Process _process;
    private readonly int _port;

    private PgBouncer(DirectoryInfo directory, Process process, int port)
    {
        _directory = directory;
        _process = process;
        _port = port;
    }

    /// <param name="settings">More lines for its configuration.</param>
    public static async Task<PgBouncer> StartAsync(string connectionString, string settings = "")
    {
        var program = Array.Find(Places, File.Exists) ?? throw new InvalidOperationException(
            "PgBouncer is missing, which the tests need. Install it (on Debian: apt-get install pgbouncer), or run "
                + "scripts/test, which does.");
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var password = string.IsNullOrEmpty(server.Password) ? "" : $"password={server.Password}";
        var port = FreePort();
        var directory = Directory.CreateTempSubdirectory("pgbouncer-");
        var configuration = Path.Combine(directory.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            [databases]
            * = host={server.Host} port={server.Port} user={server.Username} {password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port.ToString(CultureInfo.InvariantCulture)}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 3
            ignore_startup_parameters = extra_float_digits
            {settings}
            """);

        // It refuses to run as root, as PostgreSQL does.
        ProcessStartInfo start;
        if (Environment.IsPrivilegedProcess)
        {
            directory.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(configuration, File.GetUnixFileMode(configuration) | UnixFileMode.OtherRead);
            start = new ProcessStartInfo("setpriv",
                ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, configuration]);
        }
        else
        {
            start = new ProcessStartInfo(program, [configuration]);
        }

        start.RedirectStandardError = true;
        var bouncer = new PgBouncer(directory, Process.Start(start)!, port);
        await bouncer.UntilItListensAsync();
        return bouncer;
    }

    /// <summary>The same database through PgBouncer.</summary>
    public string Behind(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = "127.0.0.1",
        Port = _port,
        Password = "any",
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilItListensAsync()
    {
        var log = _process.StandardError.ReadToEndAsync();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"PgBouncer ended: {await log}");
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }
    }
}
