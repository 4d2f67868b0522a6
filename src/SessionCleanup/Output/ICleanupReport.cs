using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>
/// The result of a cleanup, on stdout: Begin, with --verbose the list of sessions, Finish. A session is written as it
/// is read: the list may be longer than memory.
/// </summary>
internal interface ICleanupReport : IDisposable
{
    void Begin(bool dryRun);

    /// <summary>A list that can't be read is left out: its exception comes before anything of it is written.</summary>
    Task ListAsync(IAsyncEnumerable<ExpiredSession> sessions);

    /// <param name="stoppedBy">What ended the run before it was done: max-runtime, or a signal. Null: nothing.</param>
    void Finish(CleanupStatistics statistics, TimeSpan elapsed, string? stoppedBy);
}
