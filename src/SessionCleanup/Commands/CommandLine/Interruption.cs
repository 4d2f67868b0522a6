using System.Runtime.InteropServices;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>
/// SIGHUP, SIGINT and SIGTERM. The first asks to stop at the next good moment; a second one, to stop now and roll back.
/// What does not even do that, such as a write to a terminal that is stopped, is ended soon after.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _end;
    private int _signal;

    public Interruption()
    {
        _end = new Timer(_ => EndProcess(Errors.ExitStatus.Interrupted(_signal)));
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnSignal(context, 1)),
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

    /// <summary>Its name. Null: there was none.</summary>
    public string? SignalName => _signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        15 => "SIGTERM",
        _ => null,
    };

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _end.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _signal, number, 0) == 0)
        {
            _stop.CancelAsync();
        }
        else
        {
            _end.Change(Patience, Timeout.InfiniteTimeSpan);
            _abort.CancelAsync();
        }
    }

#pragma warning disable SYSLIB1054 // No marshalling is needed.
    // Environment.Exit would wait for what hangs.
    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EndProcess(int exitStatus);
#pragma warning restore SYSLIB1054
}
