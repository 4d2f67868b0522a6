using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SessionCleanup.Tests.Support;

/// <summary>Where a <see cref="TcpRelay"/> cuts a connection.</summary>
public enum Cut
{
    Never,

    /// <summary>COMMIT does not reach the server.</summary>
    BeforeCommit,

    /// <summary>COMMIT reaches the server, and its answer does not reach the client.</summary>
    AfterCommit,

    /// <summary>
    /// cleanup_sessions() reaches the server; the client is cut off at once, and the server learns of it when it
    /// answers.
    /// </summary>
    InStatement,
}

/// <summary>A port on loopback that leads to the real server: one that can open late, or cut a connection.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Cut _cut;
    private readonly byte[] _cutAt;
    private int _untilCut;

    /// <param name="port">The port to open. 0: any free one.</param>
    /// <param name="server">The settings of the real server.</param>
    /// <param name="cut">Where to cut, once.</param>
    /// <param name="number">At which such statement, counted from 1 over all connections.</param>
    public TcpRelay(int port, NpgsqlConnectionStringBuilder server, Cut cut = Cut.Never, int number = 0)
    {
        _cut = cut;
        _cutAt = cut == Cut.InStatement ? "cleanup_sessions()\0"u8.ToArray() : "COMMIT\0"u8.ToArray();
        _untilCut = number;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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
            using var answering = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var answers = far.CopyToAsync(near, answering.Token);
            var questions = RelayQuestionsAsync(near, far, answering);
            await Task.WhenAny(answers, questions);
            if (answering.IsCancellationRequested)
            {
                await questions;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // Cut, by the test or by a side that is done.
        }
    }
    private async Task RelayQuestionsAsync(NetworkStream near, NetworkStream far, CancellationTokenSource answering)
    {
        var buffer = new byte[8192];
        while (await near.ReadAsync(buffer, _stop.Token) is var length and > 0)
        {
            if (_cut != Cut.Never && buffer.AsSpan(0, length).IndexOf(_cutAt) >= 0
                && Interlocked.Decrement(ref _untilCut) == 0)
            {
                await answering.CancelAsync();
                if (_cut == Cut.InStatement)
                {
                    near.Close();
                }

                if (_cut != Cut.BeforeCommit)
                {
                    await far.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
                    await far.ReadExactlyAsync(buffer.AsMemory(0, 1), _stop.Token);
                }

                return;
            }

            await far.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }
}
