using System.Globalization;
using System.Net;
using System.Text.Json;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The dashboard of Grafana: its queries, in a real Prometheus that has scraped what status wrote.</summary>
public sealed class DashboardTests(PostgresServer server) : DatabaseTest(server)
{
    [Fact]
    public async Task Every_query_of_the_dashboard_has_a_result_and_it_is_what_the_database_has()
    {
        await Given.ExpiredSessionsAsync(3);
        await Database.CleanupAsync();
        await Given.ExpiredSessionsAsync(5);
        var metrics = (await CommandLine.RunAsync("status", "--output", "prometheus", "--connection",
            Database.ConnectionString)).StandardOutput;
        await using var node = new HttpServer(HttpStatusCode.NotFound, new() { ["/metrics"] = metrics });
        await using var prometheus = await Prometheus.StartAsync(node.Port);

        var results = new Dictionary<string, string>();
        foreach (var (panel, query) in Queries())
        {
            results[panel] = await prometheus.QueryAsync(query)
                ?? throw new InvalidOperationException($"{panel}: {query} has no result.");
        }

        Assert.Equal(12, results.Count);
        Assert.Equal(
            ("5", "3", "0", "1"),
            (results["Backlog"], results["Sessions cleaned per day"], results["Problems"], results["Last run"]));
        Assert.InRange(double.Parse(results["Last success"], CultureInfo.InvariantCulture), 0, 3600);
    }

    /// <summary>A panel has the result of its last query.</summary>
    private static IEnumerable<(string Panel, string Query)> Queries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory,
            "deploy/grafana/session-cleanup.json")));
        return
        [
            .. from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               select (
                   panel.GetProperty("title").GetString()!,
                   target.GetProperty("expr").GetString()!.Replace("$job", ".*", StringComparison.Ordinal)),
        ];
    }

    private sealed class Prometheus : IAsyncDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
        private readonly HttpClient _http;
        private readonly System.Diagnostics.Process _process;

        private Prometheus(int scraped)
        {
            var port = HttpServer.FreePort();
            var configuration = Path.Combine(_directory.FullName, "prometheus.yml");
            File.WriteAllText(
                configuration,
                $$"""
                scrape_configs:
                  - job_name: node
                    scrape_interval: 1s
                    static_configs:
                      - targets: ['127.0.0.1:{{scraped}}']
                """);
            _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
            // Its log goes nowhere, so that it is never kept waiting for a reader.
            _process = ProcessResult.Start(
                "bash",
                [
                    "-c", "exec prometheus \"$@\" >/dev/null 2>&1", "bash", $"--config.file={configuration}",
                    $"--storage.tsdb.path={_directory.FullName}/data", $"--web.listen-address=127.0.0.1:{port}",
                ]);
        }

        public static async Task<Prometheus> StartAsync(int scraped)
        {
            var prometheus = new Prometheus(scraped);
            var deadline = DateTime.UtcNow.AddMinutes(1);
            while (!await prometheus.HasScrapedAsync())
            {
                Assert.True(DateTime.UtcNow < deadline, "Prometheus has scraped nothing.");
                await Task.Delay(200);
            }

            return prometheus;
        }

        /// <returns>The value of the first sample. Null: there is none.</returns>
        public async Task<string?> QueryAsync(string query)
        {
            using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri(
                $"api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative)));
            var result = answer.RootElement.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 0 ? null : result[0].GetProperty("value")[1].GetString();
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _http.Dispose();
            _directory.Delete(recursive: true);
        }

        private async Task<bool> HasScrapedAsync()
        {
            try
            {
                return await QueryAsync("session_cleanup_last_success_timestamp_seconds") is not null;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
