using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>
/// SIGINT and SIGTERM. The first asks to stop at the next good moment; a second one, to stop now and roll back.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signal;

    public Interruption()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, 15)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>The number of the first signal. Null: there was none.</summary>
    public int? Signal => _signal == 0 ? null : _signal;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _abort.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _signal, number, 0) == 0)
        {
            _stop.Cancel();
        }
        else
        {
            _abort.Cancel();
        }
    }
}

/// <summary>Leaves signals to <see cref="Interruption"/>: the host's own lifetime would end the process under a batch.</summary>
internal sealed class InterruptionLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
