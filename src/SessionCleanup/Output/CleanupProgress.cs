using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace SessionCleanup.Output;

/// <summary>
/// How far a cleanup in batches has got, on stderr: a progress bar on a terminal, else a line now and then, so that a
/// log of a long run shows that it is alive and a short run adds nothing to it.
/// </summary>
internal sealed class CleanupProgress : IAsyncDisposable
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly Diagnostics _diagnostics;
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly TaskCompletionSource _done = new();
    private ProgressTask? _bar;
    private Task _drawing = Task.CompletedTask;
    private string? _note;
    private long _cleaned;

    private CleanupProgress(Diagnostics diagnostics) => _diagnostics = diagnostics;

    /// <param name="countAsync">The sessions to clean; null where they can't be counted. For a terminal only.</param>
    public static async Task<CleanupProgress> StartAsync(
        Func<Task<long?>> countAsync, StandardStreams streams, Diagnostics diagnostics)
    {
        var progress = new CleanupProgress(diagnostics);
        if (!Console.IsErrorRedirected)
        {
            progress.Draw(await countAsync(), streams);
        }

        return progress;
    }

    /// <param name="sessions">Sessions that a batch cleaned.</param>
    public void Add(long sessions)
    {
        _cleaned += sessions;
        _bar?.Increment(sessions);
        if (_bar is null && _sinceLine.Elapsed >= LineInterval)
        {
            _sinceLine.Restart();
            _diagnostics.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{Count.Of(_cleaned, "session")} cleaned up so far, {_cleaned / _sinceStart.Elapsed.TotalSeconds:N0} "
                    + $"per second"));
        }
    }

    /// <summary>A line to show when the run is over.</summary>
    public void Note(string line) => _note = line;

    public async ValueTask DisposeAsync()
    {
        _done.TrySetResult();
        await _drawing;
        if (_note is not null)
        {
            _diagnostics.Write(_note);
        }
    }

    private void Draw(long? total, StandardStreams streams)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = streams.ErrorTerminal });
        var columns = total is null
            ? new ProgressColumn[] { new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn() }
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()];
        _drawing = console.Progress().Columns(columns).StartAsync(async context =>
        {
            _bar = context.AddTask("Cleaning up", maxValue: Math.Max(1, total ?? 1));
            _bar.IsIndeterminate = total is null;
            while (!_done.Task.IsCompleted)
            {
                Describe();
                await Task.WhenAny(_done.Task, Task.Delay(100));
            }

            Describe();
            _bar.StopTask();

            void Describe() => _bar.Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{_cleaned:N0}{(total is null ? "" : $" of {total:N0}")} sessions, "
                + $"{_cleaned / _sinceStart.Elapsed.TotalSeconds:N0}/s"
                + $"{Remaining(total)}");
        });
    }

    /// <summary>
    /// By the run's average: Spectre.Console's own column goes by the last second, in which often no batch ends.
    /// </summary>
    private string Remaining(long? total)
    {
        if (total is null || _cleaned == 0 || _cleaned >= total)
        {
            return "";
        }

        var seconds = _sinceStart.Elapsed.TotalSeconds * (total.Value - _cleaned) / _cleaned;
        return seconds < TimeSpan.FromDays(1).TotalSeconds
            ? $", {TimeSpan.FromSeconds(Math.Ceiling(seconds)):hh\\:mm\\:ss} left"
            : ", more than a day left";
    }
}
