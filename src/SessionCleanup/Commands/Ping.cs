using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

/// <summary>
/// cleanup --ping-url, for a service that raises an alarm where a job does not report: URL/start at the start, then
/// URL, or URL/fail. It never holds a cleanup up, nor makes it fail: what goes wrong here is a warning.
/// </summary>
internal sealed class Ping : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Uri _url;
    private readonly Diagnostics _diagnostics;
    private readonly HttpClient _http = new();
    private readonly Task _started;

    private Ping(Uri url, Diagnostics diagnostics)
    {
        (_url, _diagnostics) = (url, diagnostics);
        _started = SendAsync("/start");
    }

    /// <summary>Until it is set, the end of the job is a failure.</summary>
    public bool HasSucceeded { get; set; }

    /// <summary>Sends the start, and at its disposal the end.</summary>
    /// <exception cref="UsageException">It is no URL.</exception>
    public static Ping Start(string url, Diagnostics diagnostics) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"
            && parsed.Fragment.Length == 0
            ? new Ping(parsed, diagnostics)
            : throw new UsageException(
                "--ping-url is not the URL of a web server.",
                "For example https://hc-ping.com/UUID, as the service shows it.");

    public async ValueTask DisposeAsync()
    {
        // In this order: the start is not to overtake the end.
        await _started;
        await SendAsync(HasSucceeded ? "" : "/fail");
        _http.Dispose();
    }

    private async Task SendAsync(string suffix)
    {
        var url = new UriBuilder(_url);
        url.Path = url.Path.TrimEnd('/') + suffix;
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url.Uri);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead,
                timeout.Token);
            if (!response.IsSuccessStatusCode)
            {
                Warn($"it answered with status {(int)response.StatusCode}");
            }
        }
        catch (OperationCanceledException)
        {
            Warn($"no answer in {Patience.TotalSeconds:0} s");
        }
#pragma warning disable CA1031 // Whatever it is, the cleanup is not to suffer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Warn(exception.Message);
        }
    }

    /// <summary>Without the path: whoever knows it can report in the job's name.</summary>
    private void Warn(string reason) => _diagnostics.Write(
        $"Warning: the ping to {_url.Host} failed: {ErrorReport.OneLine(reason)}. The cleanup goes on all the same.");
}
