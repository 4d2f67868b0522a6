using Cocona.Filters;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>
/// The one place where exceptions of commands become a message of one or two lines and an exit status. Cocona would
/// print the stack trace.
/// </summary>
internal sealed class FailureFilter(Interruption interruption, Diagnostics diagnostics) : CommandFilterAttribute
{
    /// <summary>The exit status of the command. Null: none ran, or it has not ended.</summary>
    public int? ExitStatus { get; private set; }

    public override async ValueTask<int> OnCommandExecutionAsync(
        CoconaCommandExecutingContext context, CommandExecutionDelegate next)
    {
        try
        {
            ExitStatus = await next(context);
        }
        catch (OperationCanceledException) when (interruption.Signal is { } signal)
        {
            diagnostics.Write("Interrupted.");
            ExitStatus = Errors.ExitStatus.Interrupted(signal);
        }
#pragma warning disable CA1031 // The last resort by design: every failure ends as a message and an exit status.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var report = ErrorReport.Of(exception);
            diagnostics.Write(report);
            if (context.ParsedCommandLine.Options.Any(option => option is { Option.Name: "debug", Value: "true" }))
            {
                diagnostics.Write(exception);
            }

            ExitStatus = report.ExitStatus;
        }

        return ExitStatus.Value;
    }
}
