using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SessionCleanup.Database;
using Spectre.Console;

namespace SessionCleanup.Output;

/// <summary>
/// How far a cleanup in batches has got, on stderr: a progress bar on a terminal, else a line now and then, so that a log
/// of a long run shows that it is alive and a short run adds nothing to it.
/// </summary>
internal sealed class CleanupProgress : IAsyncDisposable
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly TaskCompletionSource _done = new();
    private ProgressTask? _bar;
    private Task _drawing = Task.CompletedTask;
    private string? _note;
    private long _cleaned;

    private CleanupProgress()
    {
    }

    public static async Task<CleanupProgress> StartAsync(CleanupFunctions functions, CancellationToken cancellationToken)
    {
        var progress = new CleanupProgress();
        if (!Console.IsErrorRedirected)
        {
            progress.Draw(await CountAsync(functions, cancellationToken));
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
            Diagnostics.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{_cleaned} sessions cleaned up so far, {_cleaned / _sinceStart.Elapsed.TotalSeconds:0} per second"));
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
            Diagnostics.Write(_note);
        }
    }

    private void Draw(long? total)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var columns = total is null
            ? new ProgressColumn[] { new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn() }
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
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
                $"{_cleaned:N0}{(total is null ? "" : $" of {total:N0}")} sessions, {_cleaned / _sinceStart.Elapsed.TotalSeconds:N0}/s");
        });
    }

    /// <summary>Null: the role may clean, but not look (it has EXECUTE alone), or counting takes longer than its statement_timeout.</summary>
    private static async Task<long?> CountAsync(CleanupFunctions functions, CancellationToken cancellationToken)
    {
        try
        {
            return await functions.CountExpiredAsync(cancellationToken);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.QueryCanceled)
        {
            return null;
        }
    }
}
