using System.Net;
using System.Net.Sockets;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>cleanup --ping-url, against a local HTTP server.</summary>
public sealed class PingTests(PostgresServer server) : DatabaseTest(server)
{
    [Theory]
    [InlineData("/uuid", "/uuid/start", "/uuid")]
    [InlineData("/uuid/?rid=7", "/uuid/start?rid=7", "/uuid?rid=7")]
    public async Task A_run_reports_its_start_and_its_success(string path, params string[] requests)
    {
        await Given.ExpiredSessionAsync();
        await using var service = new HttpServer(HttpStatusCode.OK);

        var result = await CleanupAsync($"{service.Url}{path}");

        Assert.Equal((0, ""), (result.ExitStatus, result.StandardError));
        Assert.Equal(requests, service.Requests);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
    }

    [Fact]
    public async Task A_run_that_fails_reports_that_whatever_it_failed_of()
    {
        await Given.ExpiredSessionsAsync(2);
        await using var service = new HttpServer(HttpStatusCode.OK);
        var wrongPassword =
            $"Host=127.0.0.1;"
            + $"Port={await Database.ScalarAsync<string>("SELECT setting FROM pg_settings WHERE name = 'port'")};"
            + $"Username={PostgresServer.Runner};Password=wrong;Database=postgres";

        string[][] failing =
        [
            ["--connection", wrongPassword],
            ["--connection", "Host=127.0.0.1;Port=1;Username=nobody;Database=x"],
            ["--connection", Database.ConnectionString, "--refuse-above=1"],
            ["--connection", Database.ConnectionStringWith(settings => settings.Options = "-c statement_timeout=1"),
                "--batch-size=0"],
        ];
        foreach (var options in failing)
        {
            service.Requests.Clear();
            var result = await CommandLine.RunAsync(["cleanup", "--ping-url", $"{service.Url}/uuid", .. options]);

            Assert.Equal(1, result.ExitStatus);
            Assert.Equal(["/uuid/start", "/uuid/fail"], service.Requests);
        }
    }

    [Fact]
    public async Task A_run_that_is_killed_reports_its_start_and_nothing_after_it()
    {
        await Given.ExpiredSessionsAsync(2);
        await using var service = new HttpServer(HttpStatusCode.OK);
        using var process = CommandLine.Start(
            "cleanup", "--batch-size=1", "--pause=1h", "--ping-url", $"{service.Url}/uuid", "--connection",
            Database.ConnectionString);
        while (service.Requests.IsEmpty
            || await Database.ScalarAsync<long>("SELECT count(*) FROM session WHERE NOT is_active") == 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["/uuid/start"], service.Requests);
    }

    [Fact]
    public async Task A_service_that_fails_or_is_not_there_is_a_warning_without_the_path()
    {
        await using var service = new HttpServer(HttpStatusCode.InternalServerError);
        foreach (var url in new[] { $"{service.Url}/secret", "http://127.0.0.1:1/secret",
            "http://no.such.host.invalid/secret" })
        {
            await Given.ExpiredSessionAsync();

            var result = await CleanupAsync(url);

            Assert.Equal(0, result.ExitStatus);
            Assert.Contains("Warning: the ping to ", result.StandardError, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", result.StandardError, StringComparison.Ordinal);
            Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM expired_session"));
        }
    }

    /// <summary>It takes ten seconds, in which nothing computes.</summary>
    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        await Given.ExpiredSessionAsync();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var result = await CleanupAsync($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/uuid");

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("no answer in 5 s", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ping-url=nonsense")]
    [InlineData("--ping-url=ftp://example.com/uuid")]
    [InlineData("--ping-url=http://127.0.0.1:1/uuid", "--dry-run")]
    [InlineData("--ping-url=http://127.0.0.1:1/uuid", "--pause=nonsense")]
    public async Task Wrong_usage_reports_nothing(params string[] options)
    {
        var result = await CommandLine.RunAsync(["cleanup", "--connection", Database.ConnectionString, .. options]);

        Assert.Equal((64, ""), (result.ExitStatus, result.StandardOutput));
        Assert.DoesNotContain("Warning", result.StandardError, StringComparison.Ordinal);
    }

    private Task<ProcessResult> CleanupAsync(string url) =>
        CommandLine.RunAsync("cleanup", "--ping-url", url, "--connection", Database.ConnectionString);
}
