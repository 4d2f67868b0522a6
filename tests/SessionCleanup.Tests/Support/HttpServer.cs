using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SessionCleanup.Tests.Support;

/// <summary>Pages on loopback, and what was requested of them. Any other path has the status alone.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, string> _pages;
    private readonly Task _answering;

    public HttpServer(HttpStatusCode otherwise, Dictionary<string, string>? pages = null)
    {
        _pages = pages ?? [];
        Port = FreePort();
        _listener.Prefixes.Add($"{Url}/");
        _listener.Start();
        _answering = AnswerAsync(otherwise);
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public ConcurrentQueue<string> Requests { get; } = new();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Close();
    }

    private async Task AnswerAsync(HttpStatusCode otherwise)
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var url = context.Request.Url!;
                Requests.Enqueue(url.PathAndQuery);
                if (_pages.TryGetValue(url.AbsolutePath, out var page))
                {
                    context.Response.ContentType = url.AbsolutePath.EndsWith(".html", StringComparison.Ordinal)
                        ? "text/html" : "text/plain";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(page));
                }
                else
                {
                    context.Response.StatusCode = (int)otherwise;
                }

                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }
}
