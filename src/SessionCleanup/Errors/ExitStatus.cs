namespace SessionCleanup.Errors;

/// <summary>The exit statuses that the documentation lists. 64 is EX_USAGE of sysexits.h.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Critical = 2;
    public const int Usage = 64;

    /// <summary>128 plus the signal's number, as a shell reports a process that a signal ended.</summary>
    public static int Interrupted(int signal) => 128 + signal;
}
