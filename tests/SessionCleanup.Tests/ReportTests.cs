using System.Net;
using System.Text.RegularExpressions;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>status --output html, in a real Chromium.</summary>
public sealed partial class ReportTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Hostile = "</title><script>alert(1)</script><img src=//example.com/x onerror=alert(2)> \"'&";

    // In a frame of each width: the width that the page takes, and the elements that stick out of it.
    private const string Measure =
        """
        <!DOCTYPE html><title>Measure</title><link rel="icon" href="data:,"><body><script>
        const widths = [390, 800, 1400];
        Promise.all(widths.map(width => new Promise(done => {
            const frame = document.createElement('iframe');
            frame.style.cssText = `width:${width}px;height:600px;border:0`;
            frame.onload = () => {
                const page = frame.contentDocument;
                const out = [...page.querySelectorAll('*')].filter(element => element.getBoundingClientRect().right > width);
                done(`${width}: ${page.documentElement.scrollWidth} ${out.length}`);
            };
            frame.src = '/report.html';
            document.body.append(frame);
        }))).then(found => document.title = found.join(', '));
        </script>
        """;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.ExecuteAsync("INSERT INTO session_type VALUES ($1, '1 day'), (repeat('long', 30), '1 day')",
            Hostile);
        await Given.ExpiredSessionsAsync(1234);
        await Given.SessionAsync(expiresIn: 6.Days());
        await Given.SessionAsync(type: Hostile);
        await Database.ExecuteAsync(
            """
            INSERT INTO session (session_type, expires_at) VALUES ('collaborative', 'infinity');
            INSERT INTO cleanup_run (started_at, updated_at, finished_at, sessions_cleaned, members_set_offline, sessions_failed)
            VALUES (now() - interval '1 day', now(), now() - interval '86270 seconds', 410000, 1900000, 3),
                   (now(), now(), now(), 123456789, 234567890, 0)
            """);
        await Database.ExecuteAsync(
            "INSERT INTO cleanup_run (application_name, finished_at, stopped_by) VALUES ($1, now(), 'SIGTERM')",
            Hostile);
    }

    [Fact]
    public async Task It_has_the_figures_of_the_views_and_every_text_is_escaped()
    {
        var page = (await StatusAsync()).StandardOutput;

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Hostile), page, StringComparison.Ordinal);
        Assert.Contains("1,234 sessions expired and not cleaned up", page, StringComparison.Ordinal);
        Assert.Matches(Row("collaborative", "1,234"), page);
        Assert.Matches(Row("10 to 20 %", "1"), page);
        Assert.Matches(Row("expired", "1,234"), page);
        Assert.Contains("1 session without an expiry", page, StringComparison.Ordinal);
        Assert.Matches(
            Row(
                await Database.ScalarAsync<string>(
                    "SELECT (started_at AT TIME ZONE 'UTC')::date::text FROM cleanup_run WHERE sessions_cleaned = "
                        + "410000"),
                "410,000"),
            page);
        Assert.Matches("<title>[0-9]+: 2m 10s</title>", page);
        Assert.Contains("<td>1,900,000</td><td class=\"text\">3 failed</td>", page, StringComparison.Ordinal);
        Assert.Contains("the last run was stopped by SIGTERM, and 1,234 sessions are expired", page,
            StringComparison.Ordinal);
        // Nothing is loaded, and each chart has its figures as a table and its bars a title.
        Assert.Empty(Loading().Matches(page));
        Assert.Equal(page.Split("<svg ").Length, page.Split("</title><rect ").Length);
        Assert.Equal(page.Split("<table").Length, page.Split("<caption>").Length);
    }

    [Fact]
    public async Task In_a_browser_it_fits_every_width_requests_nothing_and_runs_no_script()
    {
        var page = (await StatusAsync()).StandardOutput;
        await using var site = new HttpServer(HttpStatusCode.NotFound,
            new() { ["/report.html"] = page, ["/measure.html"] = Measure });

        var dom = await ChromiumAsync("--dump-dom", "--hide-scrollbars", "--virtual-time-budget=10000",
            $"{site.Url}/measure.html");

        Assert.Contains("<title>390: 390 0, 800: 800 0, 1400: 1400 0</title>", dom, StringComparison.Ordinal);
        Assert.Equal(["/measure.html", "/report.html"], site.Requests.Distinct().Order());
    }

    [Fact]
    public async Task It_goes_to_a_file_and_a_directory_that_is_not_there_is_an_error()
    {
        var directory = Directory.CreateTempSubdirectory();
        var file = Path.Combine(directory.FullName, "report.html");

        var done = await StatusAsync("--output-file", file);
        Assert.Equal((0, ""), (done.ExitStatus, done.AllOutput));
        Assert.EndsWith("</html>\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        directory.Delete(recursive: true);
        var failed = await StatusAsync("--output-file", file);
        Assert.Equal(1, failed.ExitStatus);
        Assert.Contains("The output file can't be written", failed.StandardError, StringComparison.Ordinal);
    }

    private static string Row(string name, string figure) =>
        $"<tr><th scope=\"row\" class=\"text\">{name}</th>\n?<td><svg [^>]*>.*</svg></td><td>{figure}</td></tr>";

    private static async Task<string> ChromiumAsync(params string[] arguments)
    {
        var profile = Directory.CreateTempSubdirectory();
        // Of root, Chromium has no sandbox.
        var result = await ProcessResult.RunAsync(
            "chromium",
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                $"--user-data-dir={profile.FullName}", .. arguments]);
        profile.Delete(recursive: true);
        Assert.True(result.ExitStatus == 0, result.StandardError);
        return result.StandardOutput;
    }

    private Task<ProcessResult> StatusAsync(params string[] options) =>
        CommandLine.RunAsync(["status", "--output", "html", "--connection", Database.ConnectionString, .. options]);

    [GeneratedRegex(@"\b(src|href|srcset|data|action)=""(?!data:,"")|url\(|@import|@font-face",
        RegexOptions.IgnoreCase)]
    private static partial Regex Loading();
}
