using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SessionCleanup.Tests.Support;

/// <summary>A port on loopback that leads to the real server: one that can open late, or be cut.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="port">The port to open. 0: any free one.</param>
    /// <param name="server">The settings of the real server.</param>
    public TcpRelay(int port, NpgsqlConnectionStringBuilder server)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(server);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(NpgsqlConnectionStringBuilder server)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptSocketAsync(_stop.Token), server));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(Socket client, NpgsqlConnectionStringBuilder server)
    {
        var host = server.Host!;
        using var upstream = host.StartsWith('/')
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        EndPoint address = host.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{server.Port}")
            : new DnsEndPoint(host, server.Port);
        try
        {
            await upstream.ConnectAsync(address, _stop.Token);
            await using var near = new NetworkStream(client, ownsSocket: true);
            await using var far = new NetworkStream(upstream);
            await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // Cut, by the test or by a side that is done.
        }
    }
}
