using Cocona;
using Cocona.Command;
using Cocona.CommandLine;
using Cocona.Help;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SessionCleanup.Errors;
using SessionCleanup.Output;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>Cocona, and the corrections of what it can't do, which are all in this folder.</summary>
internal static class Application
{
    /// <summary>The classes with the commands.</summary>
    public static IReadOnlyList<Type> CommandTypes { get; } =
    [
        typeof(MigrateCommand),
        typeof(CleanupCommand),
        typeof(UndoCommand),
        typeof(ExplainCommand),
        typeof(CheckCommand),
        typeof(StatusCommand),
        typeof(ScheduleCommand),
        typeof(AdoptCommand),
    ];

    /// <param name="typed">The arguments of the program.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(string[] typed)
    {
        var streams = StandardStreams.Open();
        var diagnostics = new Diagnostics(WantsJson(typed) ? OutputFormat.json : OutputFormat.text);
        string[] arguments;
        try
        {
            var commands = new CoconaCommandProvider([.. CommandTypes]).GetCommandCollection().All;
            arguments = new ArgumentParser(commands).Parse(typed);
        }
        catch (UsageException exception)
        {
            diagnostics.Write(ErrorReport.Of(exception));
            return ExitStatus.Usage;
        }

        var exitStatus = await RunAsync(arguments, streams, diagnostics);
        if (streams.TryFlush() || exitStatus != ExitStatus.Done)
        {
            return exitStatus;
        }

        diagnostics.Write(ErrorReport.Failed(
            "The result could not be written to stdout.",
            "What it reports is done all the same. Check where stdout goes."));
        return ExitStatus.Failed;
    }

    private static async Task<int> RunAsync(string[] arguments, StandardStreams streams, Diagnostics diagnostics)
    {
        using var interruption = new Interruption();
        var builder = CoconaApp.CreateBuilder([]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, InterruptionLifetime>();
        builder.Services.AddSingleton<ICoconaHelpRenderer, WrappedHelp>();
        builder.Services.AddSingleton<ICoconaCommandLineArgumentProvider>(new Arguments(arguments));
        builder.Services.AddSingleton(streams);
        builder.Services.AddSingleton(diagnostics);
        builder.Services.AddSingleton(interruption);

        var app = builder.Build();
        var filter = new FailureFilter(interruption, diagnostics);
        app.UseFilter(filter);
        foreach (var type in CommandTypes)
        {
            app.AddCommands(type);
        }

        await app.RunAsync();

        // Without a command it was the help or the version, for which Cocona has statuses of its own.
        return filter.ExitStatus ?? ExitStatus.Done;
    }

    /// <summary>Also for an error in the other arguments, so before they are read.</summary>
    private static bool WantsJson(string[] typed) =>
        typed.Contains("--output=json") || typed.Zip(typed.Skip(1)).Contains(("--output", "json"));

    private sealed class Arguments(string[] arguments) : ICoconaCommandLineArgumentProvider
    {
        public string[] GetArguments() => arguments;
    }
}
