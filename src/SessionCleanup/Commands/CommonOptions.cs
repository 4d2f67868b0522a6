using Cocona;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands;

/// <summary>The options that every command has.</summary>
internal sealed record CommonOptions(
    [Option("connection", ValueName = "CONNECTION", Description =
        "Host=...;Database=...;Username=... or postgresql://...; default: SESSION_CLEANUP_CONNECTION, then libpq's PG* "
        + "variables")]
    string? Connection = null,
    [Option("output", ValueName = "FORMAT",
        Description = "Format of the result on stdout; prometheus and html are for status")]
    OutputFormat Output = OutputFormat.text,
    [Option("verbose", Description = "Show more: the sessions, or the scripts, one by one")]
    bool Verbose = false,
    [Option("debug", Description = "Show the stack trace of an error")]
    bool Debug = false) : ICommandParameterSet
{
    /// <exception cref="UsageException">The format is one that the command does not have.</exception>
    public void RequireTextOrJson()
    {
        if (Output is not (OutputFormat.text or OutputFormat.json))
        {
            throw new UsageException($"--output {Output} is for status.", "Here it is text or json.");
        }
    }
}
