using Cocona.Command.Binder;
using Cocona.Filters;
using SessionCleanup.Output;

namespace SessionCleanup;

/// <summary>
/// The one place where exceptions become a message of one or two lines and an exit status. Cocona's own statuses (129 for
/// help, 1 for a wrong option) are replaced by the documented ones.
/// </summary>
internal sealed class ExitStatusFilter(Interruption interruption) : CommandFilterAttribute
{
    private int? _exitStatus;

    /// <summary>The exit status of the command, or of Cocona's own help, version and usage errors.</summary>
    public int Resolve(string[] arguments)
    {
        if (_exitStatus is { } exitStatus)
        {
            return exitStatus;
        }

        // No command ran: Cocona has printed the help or the version that was asked for, or what was wrong.
        if (arguments.Any(argument => argument is "--help" or "-h" or "--version"))
        {
            return ExitStatus.Done;
        }

        Console.Error.WriteLine("See session-cleanup --help.");
        return ExitStatus.Usage;
    }

    public override async ValueTask<int> OnCommandExecutionAsync(
        CoconaCommandExecutingContext context, CommandExecutionDelegate next)
    {
        try
        {
            if (context.ParsedCommandLine.Arguments.ElementAtOrDefault(context.Command.Arguments.Count) is { Value: not null } argument)
            {
                throw new UsageException(
                    $"Unexpected argument '{argument.Value}'.", $"See session-cleanup {context.Command.Name} --help.");
            }

            _exitStatus = await next(context);
        }
        catch (ParameterBinderException exception)
        {
            var option = exception.Option?.Name ?? exception.Argument?.Name;
            var problem = exception.Result == ParameterBinderResult.InsufficientOptionValue
                ? $"Option '--{option}' needs a value."
                : exception.Message;
            _exitStatus = Report(new UsageException(problem, $"See session-cleanup {context.Command.Name} --help."));
        }
        catch (OperationCanceledException) when (interruption.Signal is { } signal)
        {
            Diagnostics.Write("Interrupted.");
            _exitStatus = ExitStatus.Interrupted(signal);
        }
#pragma warning disable CA1031 // The last resort by design: every failure ends as a message and an exit status.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _exitStatus = Report(exception);
            if (context.ParsedCommandLine.Options.Any(option => option.Option.Name == "verbose"))
            {
                await Console.Error.WriteLineAsync(exception.ToString());
            }
        }

        return _exitStatus.Value;
    }

    private static int Report(Exception exception)
    {
        var report = ErrorReport.Of(exception);
        Diagnostics.Write($"session-cleanup: {report.Problem}");
        if (report.Remedy is not null)
        {
            Diagnostics.Write(report.Remedy);
        }

        return report.ExitStatus;
    }
}
