using SessionCleanup.Database;

namespace SessionCleanup.Output;

/// <summary>The result of a cleanup, on stdout. Its methods are called in the order in which they stand.</summary>
internal interface ICleanupReport : IDisposable
{
    void Begin(bool dryRun);

    /// <summary>The list that --verbose asks for begins; without --verbose there is none.</summary>
    void BeginExpired();

    /// <summary>One session of the list. Written at once: the list may be longer than memory.</summary>
    void Expired(ExpiredSession session);

    void EndExpired();

    void Finish(CleanupStatistics statistics);
}
