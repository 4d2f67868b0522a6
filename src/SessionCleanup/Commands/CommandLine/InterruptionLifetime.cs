using Microsoft.Extensions.Hosting;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>
/// Leaves signals to <see cref="Interruption"/>: the host's own lifetime would end the process under a batch.
/// </summary>
internal sealed class InterruptionLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
