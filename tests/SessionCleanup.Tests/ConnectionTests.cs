using System.Globalization;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// Every command, by every way to reach a server, on one that takes nothing but TLS and scram over TCP.
/// </summary>
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
        await connection.ExecuteAsync(
            "CREATE EXTENSION pg_cron; CREATE ROLE deployer LOGIN SUPERUSER PASSWORD 'of the deployer'");
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
            "TLS with verify-full, as a URI" =>
                $"postgresql://deployer:of%20the%20deployer@localhost:{Port}/postgres?sslmode=verify-full"
                + $"&sslrootcert={InCertificates("ca.crt")}",
            "TLS with verify-full" => Tls("localhost", SslMode.VerifyFull),
            _ => pgBouncer!.Behind(_cluster.ConnectionString),
        };

        Assert.Contains("0001_", await OutputOfAsync(connection, "migrate", "--dry-run"), StringComparison.Ordinal);
        await OutputOfAsync(connection, "migrate");
        Assert.Contains("up to date", await OutputOfAsync(connection, "migrate"), StringComparison.Ordinal);
        await using (var superuser = await OpenAsync())
        {
            await superuser.ExecuteAsync(
                "INSERT INTO session (session_type, expires_at) SELECT 'collaborative', now() - interval '1 day' FROM "
                    + "generate_series(1, 25)");
        }

        Assert.Contains("25 sessions would be", await OutputOfAsync(connection, "cleanup", "--dry-run", "--verbose"),
            StringComparison.Ordinal);
        Assert.Contains("25 sessions cleaned up", await OutputOfAsync(connection, "cleanup", "--batch-size", "10"),
            StringComparison.Ordinal);
        Assert.Contains("0 sessions cleaned up", await OutputOfAsync(connection, "cleanup", "--batch-size", "0"),
            StringComparison.Ordinal);
        Assert.StartsWith("OK: ", await OutputOfAsync(connection, "status", "--max-age", "1h"),
            StringComparison.Ordinal);
        Assert.Contains("session_cleanup_sessions{",
            await OutputOfAsync(connection, "status", "--output", "prometheus"), StringComparison.Ordinal);
        Assert.StartsWith("Created", await OutputOfAsync(connection, "schedule", "0 2 * * *"),
            StringComparison.Ordinal);
        Assert.StartsWith("Removed", await OutputOfAsync(connection, "unschedule"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_TLS_is_reported_with_the_reason()
    {
        await ShellAsync("echo nothing >empty.crt");
        foreach (var (connection, reason) in new[]
        {
            (Tls("localhost", SslMode.VerifyFull, "other-ca.crt"),
                "the issuer of the server's certificate is not trusted: CN=ca"),
            (Tls("localhost", SslMode.VerifyCA, "other-ca.crt"),
                "the issuer of the server's certificate is not trusted: CN=ca"),
            ($"{Tls("localhost", SslMode.VerifyFull)};Root Certificate=",
                "the issuer of the server's certificate is not trusted: CN=ca"),
            (Tls("127.0.0.1", SslMode.VerifyFull), "the server's certificate is for another host: localhost"),
            (Tls("localhost", SslMode.VerifyFull, "missing.crt"), "the file of sslrootcert can't be read"),
            (Tls("localhost", SslMode.VerifyFull, "empty.crt"), "the file of sslrootcert has no certificate in it"),
        })
        {
            var result = await CommandLine.RunAsync("status", "--connection", connection);
            Assert.Equal((1, ""), (result.ExitStatus, result.StandardOutput));
            Assert.Contains($"The connection failed: ", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(reason, result.StandardError, StringComparison.Ordinal);
            Assert.DoesNotContain("of the deployer", result.StandardError, StringComparison.Ordinal);
        }

        // A certificate in the home directory is libpq's default.
        await ShellAsync(
            "mkdir -p home/.postgresql && cp other-ca.crt home/.postgresql/root.crt && chmod -R a+rX home");
        var other = await CommandLine.RunAsync(
            new Dictionary<string, string?> { ["HOME"] = InCertificates("home") }, "status", "--connection",
            Tls("localhost", SslMode.VerifyFull));
        Assert.Contains("The database has no Session Cleanup schema", other.StandardError, StringComparison.Ordinal);
        var byDefault = await CommandLine.RunAsync(
            new Dictionary<string, string?> { ["HOME"] = InCertificates("home") },
            "status", "--connection", $"{Tls("localhost", SslMode.VerifyFull)};Root Certificate=");
        Assert.Contains("is not trusted: CN=ca", byDefault.StandardError, StringComparison.Ordinal);

        var withoutTls = await CommandLine.RunAsync("status", "--connection", Tls("localhost", SslMode.Disable));
        Assert.Contains("The server refused the login", withoutTls.StandardError, StringComparison.Ordinal);
        Assert.Contains("no encryption", withoutTls.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_reported_as_such()
    {
        await ShellAsync(
            "openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days -1 -extfile server.ext -out server.crt");
        await Sql.ExecuteAsync(_cluster.ConnectionString, "SELECT pg_reload_conf()");
        await Sql.UntilAsync(_cluster.ConnectionString, "SELECT pg_conf_load_time() > pg_postmaster_start_time()");

        // The new certificate is the one of sessions that begin after the postmaster has read it.
        var result = await CommandLine.RunAsync("status", "--connection", Tls("localhost", SslMode.VerifyFull));
        for (var attempt = 0; attempt < 50
            && result.StandardError.Contains("no Session Cleanup schema", StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            result = await CommandLine.RunAsync("status", "--connection", Tls("localhost", SslMode.VerifyFull));
        }

        Assert.Contains("is not valid now: from 20", result.StandardError, StringComparison.Ordinal);
    }

    /// <summary>As DynamicUser=yes of systemd runs it on a machine without libnss-systemd.</summary>
    [Fact]
    public async Task Without_a_home_directory_and_a_passwd_entry_TLS_works()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "To become a user without a name takes root.");
        await ShellAsync($"cp -r '{Path.GetDirectoryName(CommandLine.Program)}' program && chmod -R a+rX program");

        foreach (var (mode, authority) in new[] { (SslMode.VerifyFull, "ca.crt"), (SslMode.Require, "ca.crt") })
        {
            var result = await ProcessResult.RunAsync(
                "setpriv",
                [
                    "--reuid", "54321", "--regid", "54321", "--clear-groups",
                    InCertificates(Path.Combine("program", Path.GetFileName(CommandLine.Program))), "migrate",
                    "--dry-run",
                    "--connection", Tls("localhost", mode, authority),
                ],
                new Dictionary<string, string?> { ["HOME"] = null });

            Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        }
    }

    /// <summary>Whatever fails, and wherever the password stands.</summary>
    [Theory]
    [InlineData("postgresql://deployer:{0}@localhost:{1}/postgres?sslmode=require")]
    [InlineData("postgresql://localhost:{1}/postgres?user=deployer&password={0}&sslmode=require")]
    [InlineData("Host=localhost;Port={1};Username=deployer;Password={0};SSL Mode=Require")]
    [InlineData("Host=localhost;Port={1};Username=deployer;Password=\"{0}\";SSL Mode=Require;Bogus=1")]
    [InlineData("host=localhost port={1} user=deployer password='{0}'")]
    [InlineData("password={0} host=localhost")]
    [InlineData("postgresql://deployer:{0}@localhost:1/postgres")]
    public async Task No_message_has_a_part_of_a_password(string form)
    {
        // What parsing alone can bring about, ConnectionUriTests tries with thousands of them.
        foreach (var password in new[] { "Xk7vQ2zW", "Xk7v Q2zW9 Wj6y", "12345/Q2zW9@Wj6y" })
        {
            var connection = string.Format(CultureInfo.InvariantCulture, form, password, Port);
            var results = await Task.WhenAll(
                ProcessResult.RunAsync(CommandLine.Program, ["status", "--debug", "--connection", connection]),
                ProcessResult.RunAsync(CommandLine.Program,
                    ["check", "--output", "json", "--connection", .. connection.Split(' ')]),
                ProcessResult.RunAsync(
                    CommandLine.Program, ["status"], new Dictionary<string,
                    string?>
                    { ["SESSION_CLEANUP_CONNECTION"] = connection }));
            foreach (var result in results)
            {
                Assert.NotEqual(0, result.ExitStatus);
                foreach (var start in Enumerable.Range(0, password.Length - 3))
                {
                    Assert.DoesNotContain(password.Substring(start, 4), result.AllOutput, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [InlineData("status", "-W", "Xk7vQ2zW")]
    [InlineData("status", "-WXk7vQ2zW")]
    [InlineData("status", "--password=Xk7vQ2zW")]
    [InlineData("status", "--password", "Xk7vQ2zW")]
    [InlineData("postgresql://deployer:Xk7vQ2zW@localhost/postgres")]
    [InlineData("--connection", "postgresql://deployer:Xk7vQ2zW@localhost/postgres", "status")]
    [InlineData("schedule", "postgresql://deployer:Xk7vQ2zW@localhost/postgres")]
    [InlineData("status", "--connection=postgresql://deployer:Xk7vQ2zW@localhost/postgres", "--connection=x")]
    public async Task Nor_has_one_about_the_arguments(params string[] arguments)
    {
        var result = await ProcessResult.RunAsync(
            CommandLine.Program, arguments, new Dictionary<string,
            string?>
            { ["PGHOST"] = "/nonexistent", ["PGPASSWORD"] = "Xk7vQ2zW" });

        Assert.NotEqual(0, result.ExitStatus);
        Assert.DoesNotContain("Xk7vQ2zW"[..4], result.AllOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("Xk7vQ2zW"[4..], result.AllOutput, StringComparison.Ordinal);
    }

    private string Port =>
        new NpgsqlConnectionStringBuilder(_cluster.ConnectionString).Port.ToString(CultureInfo.InvariantCulture);

    private string InCertificates(string file) => Path.Combine(_certificates.FullName, file);

    private string Tls(string host, SslMode mode, string authority = "ca.crt") =>
        new NpgsqlConnectionStringBuilder(_cluster.ConnectionString)
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
