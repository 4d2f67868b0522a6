using System.Diagnostics;

namespace SessionCleanup.Tests.Support;

/// <summary>What a finished process left behind.</summary>
internal sealed record ProcessResult(int ExitStatus, string StandardOutput, string StandardError)
{
    public string AllOutput => StandardOutput + StandardError;

    /// <param name="environment">
    /// Variables to set, or with null to remove, on top of the test's own without PG* variables.
    /// </param>
    public static async Task<ProcessResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        TimeSpan? patience = null)
    {
        using var process = Start(program, arguments, environment, workingDirectory);
        return await FinishAsync(process, patience);
    }

    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal))
            .ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment.Remove("SESSION_CLEANUP_CONNECTION");
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <param name="patience">After how long the process hangs. Null: two minutes.</param>
    public static async Task<ProcessResult> FinishAsync(Process process, TimeSpan? patience = null)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var limit = patience ?? TimeSpan.FromMinutes(2);
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{process.StartInfo.FileName} had not ended after {limit}:\n{await output}{await error}");
        }

        return new ProcessResult(process.ExitCode, await output, await error);
    }
}
