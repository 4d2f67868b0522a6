using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>
/// The result of a cleanup, on stdout: Begin, the list of sessions with --verbose, Finish. What is given to it is written
/// at once; the list may be longer than memory.
/// </summary>
internal interface ICleanupReport : IExpiredSessionList, IDisposable
{
    void Begin(bool dryRun);

    void Finish(CleanupStatistics statistics);
}
