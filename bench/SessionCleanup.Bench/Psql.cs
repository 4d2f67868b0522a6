using System.Diagnostics;

namespace SessionCleanup.Bench;

/// <summary>Processes that a run starts: psql, pgbench, session-cleanup.</summary>
internal static class Psql
{
    private static readonly string[] Quiet =
        ["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set", "ON_ERROR_STOP=1"];

    /// <summary>Runs a file in a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="file">Its path below bench/.</param>
    /// <param name="variables">name=value, for psql.</param>
    public static Task FileAsync(string database, string file, params string[] variables) => RunAsync(
        "psql",
        [.. Quiet, "--dbname", database, "--file", file, .. variables.Select(variable => $"--set={variable}")]);

    /// <summary>Runs a contender's SQL in the database <see cref="BenchServer.Run"/>.</summary>
    public static Task ContenderAsync(string name) => FileAsync(BenchServer.Run, $"contenders/{name}.sql");

    /// <summary>Fills a database that has the schema.</summary>
    public static Task FillAsync(string database, int sessions, int expired, int history = 0) => FileAsync(
        database, "sql/data.sql", $"sessions={sessions}", $"expired={expired}", $"history={history}");

    /// <summary>Runs a file that ends by the statement_timeout.</summary>
    public static async Task UntilTimeoutAsync(string database, string file, int seconds)
    {
        try
        {
            await RunAsync(
                "psql",
                [.. Quiet, "--dbname", database, "--command", $"SET statement_timeout = '{seconds}s'", "--file", file]);
        }
        catch (BenchException exception) when (
            exception.Message.Contains("statement timeout", StringComparison.Ordinal))
        {
        }
    }

    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="BenchException">It failed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new BenchException($"{program} failed: {error}");
    }
}

/// <summary>A measurement that can't be made; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
