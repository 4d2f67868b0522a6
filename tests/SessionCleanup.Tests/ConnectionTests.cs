using System.Globalization;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>Every command, by every way to reach a server, on one that takes nothing but TLS and scram over TCP.</summary>
[Trait("needs", "pg_cron")]
public sealed class ConnectionTests : IAsyncLifetime
{
    private readonly DirectoryInfo _certificates = Directory.CreateTempSubdirectory("session-cleanup-test-");
    private PrivateCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        await ShellAsync(
            """
            for name in ca other-ca; do
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout $name.key -out $name.crt
            done
            openssl req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr
            echo 'subjectAltName=DNS:localhost' >server.ext
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.crt
            printf '%s\n' 'local all all trust' 'hostssl all all all scram-sha-256' >pg_hba.conf
            chmod 755 .
            chmod 600 server.key
            [ "$(id -u)" -ne 0 ] || chown postgres: server.key
            """);
        _cluster = await PrivateCluster.StartAsync(
            "listen_addresses=127.0.0.1,::1",
            "ssl=on",
            $"ssl_cert_file={InCertificates("server.crt")}",
            $"ssl_key_file={InCertificates("server.key")}",
            $"hba_file={InCertificates("pg_hba.conf")}",
            "shared_preload_libraries=pg_cron",
            "cron.use_background_workers=on");
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync("CREATE EXTENSION pg_cron; CREATE ROLE deployer LOGIN SUPERUSER PASSWORD 'of the deployer'");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _certificates.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("a Unix socket")]
    [InlineData("TLS with verify-full, as a URI")]
    [InlineData("TLS with verify-full")]
    [InlineData("TLS, IPv6")]
    [InlineData("PgBouncer in transaction mode")]
    public async Task Every_command_works_through(string way)
    {
        await using var pgBouncer = way.StartsWith("PgBouncer", StringComparison.Ordinal)
            ? await PgBouncer.StartAsync(_cluster.ConnectionString)
            : null;
        var connection = way switch
        {
            "a Unix socket" => _cluster.ConnectionString,
            "TLS, IPv6" => Tls("::1", SslMode.VerifyCA),
            "TLS with verify-full, as a URI" => $"postgresql://deployer:of%20the%20deployer@localhost:{Port}/postgres?sslmode=verify-full&sslrootcert={InCertificates("ca.crt")}",
            "TLS with verify-full" => Tls("localhost", SslMode.VerifyFull),
            _ => pgBouncer!.Behind(_cluster.ConnectionString),
        };

        Assert.Contains("0001_", await OutputOfAsync(connection, "migrate", "--dry-run"), StringComparison.Ordinal);
        await OutputOfAsync(connection, "migrate");
        Assert.Contains("up to date", await OutputOfAsync(connection, "migrate"), StringComparison.Ordinal);
        await using (var superuser = await OpenAsync())
        {
            await superuser.ExecuteAsync(
                "INSERT INTO session (session_type, expires_at) SELECT 'collaborative', now() - interval '1 day' FROM generate_series(1, 25)");
        }

        Assert.Contains("25 sessions would be", await OutputOfAsync(connection, "cleanup", "--dry-run", "--verbose"), StringComparison.Ordinal);
        Assert.Contains("25 sessions cleaned up", await OutputOfAsync(connection, "cleanup", "--batch-size", "10"), StringComparison.Ordinal);
        Assert.Contains("0 sessions cleaned up", await OutputOfAsync(connection, "cleanup", "--batch-size", "0"), StringComparison.Ordinal);
        Assert.StartsWith("OK: ", await OutputOfAsync(connection, "status", "--max-age", "1h"), StringComparison.Ordinal);
        Assert.Contains("session_cleanup_sessions{", await OutputOfAsync(connection, "status", "--output", "prometheus"), StringComparison.Ordinal);
        Assert.StartsWith("Created", await OutputOfAsync(connection, "schedule", "0 2 * * *"), StringComparison.Ordinal);
        Assert.StartsWith("Removed", await OutputOfAsync(connection, "unschedule"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_TLS_is_told()
    {
        var otherAuthority = await CommandLine.RunAsync(
            "status", "--connection", Tls("localhost", SslMode.VerifyFull, "other-ca.crt"));
        var otherName = await CommandLine.RunAsync("status", "--connection", Tls("127.0.0.1", SslMode.VerifyFull));
        var withoutTls = await CommandLine.RunAsync("status", "--connection", Tls("localhost", SslMode.Disable));
        var otherPassword = await CommandLine.RunAsync(
            "status", "--connection", Tls("localhost", SslMode.VerifyFull).Replace("of the deployer", "secret", StringComparison.Ordinal));

        foreach (var (result, problem) in new[]
        {
            (otherAuthority, "The connection failed"), (otherName, "The connection failed"),
            (withoutTls, "The server refused the login"), (otherPassword, "The server refused the login"),
        })
        {
            Assert.Equal((1, ""), (result.ExitStatus, result.StandardOutput));
            Assert.Contains(problem, result.StandardError, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", result.StandardError, StringComparison.Ordinal);
        }

        Assert.Contains("certificate", otherAuthority.StandardError, StringComparison.Ordinal);
        Assert.Contains("certificate", otherName.StandardError, StringComparison.Ordinal);
        Assert.Contains("no encryption", withoutTls.StandardError, StringComparison.Ordinal);
    }

    private string Port =>
        new NpgsqlConnectionStringBuilder(_cluster.ConnectionString).Port.ToString(CultureInfo.InvariantCulture);

    private string InCertificates(string file) => Path.Combine(_certificates.FullName, file);

    private string Tls(string host, SslMode mode, string authority = "ca.crt") => new NpgsqlConnectionStringBuilder(_cluster.ConnectionString)
    {
        Host = host,
        Username = "deployer",
        Password = "of the deployer",
        SslMode = mode,
        RootCertificate = mode is SslMode.VerifyCA or SslMode.VerifyFull ? InCertificates(authority) : null,
    }.ConnectionString;

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_cluster.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<string> OutputOfAsync(string connection, params string[] arguments)
    {
        var result = await CommandLine.RunAsync([.. arguments, "--connection", connection]);
        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        return result.StandardOutput;
    }

    private async Task ShellAsync(string script)
    {
        var result = await ProcessResult.RunAsync("bash", ["-euc", script], workingDirectory: _certificates.FullName);
        Assert.True(result.ExitStatus == 0, result.AllOutput);
    }
}
