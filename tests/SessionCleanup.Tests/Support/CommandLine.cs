using System.Diagnostics;

namespace SessionCleanup.Tests.Support;

/// <summary>The program as users run it: a process. scripts/test names the one that ships; else it is the one built with the tests.</summary>
internal static class CommandLine
{
    public static readonly string Program =
        Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "session-cleanup");

    public static Task<ProcessResult> RunAsync(params string[] arguments) => ProcessResult.RunAsync(Program, arguments);

    public static Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        ProcessResult.RunAsync(Program, arguments, environment);

    public static Process Start(params string[] arguments) => ProcessResult.Start(Program, arguments);
}
