using System.Diagnostics;

namespace SessionCleanup.Tests.Support;

/// <summary>
/// The program as users run it: a process. scripts/test names the one that ships; else it is the one built with the
/// tests.
/// </summary>
internal static class CommandLine
{
    public static readonly string Program =
        Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_PROGRAM")
            ?? Path.Combine(AppContext.BaseDirectory, "session-cleanup");

    public static Task<ProcessResult> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string?>(), arguments);

    public static async Task<ProcessResult> RunAsync(IReadOnlyDictionary<string, string?> environment,
        params string[] arguments)
    {
        using var process = ProcessResult.Start(Program, arguments, environment);
        return await FinishAsync(process);
    }

    /// <summary>
    /// For a test that sends it signals. A shell starts what it puts in the background, such as the tests, with SIGINT
    /// ignored; nohup, with SIGHUP.
    /// </summary>
    public static Process Start(params string[] arguments) =>
        ProcessResult.Start("env", ["--default-signal=INT,HUP", Program, .. arguments]);

    /// <summary>Waits for its end. docs/reference/errors.md has to explain a failure.</summary>
    public static async Task<ProcessResult> FinishAsync(Process process)
    {
        var result = await ProcessResult.FinishAsync(process);
        Troubleshooting.AssertExplains(result);
        return result;
    }
}
