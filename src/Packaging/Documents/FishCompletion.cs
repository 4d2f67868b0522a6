using System.Text;

namespace SessionCleanup.Packaging.Documents;

/// <summary>completion.fish, and a complete for each command, option and argument.</summary>
internal static class FishCompletion
{
    public static string Render(ProgramDefinition program)
    {
        var text = new StringBuilder(Resource.Read("completion.fish"));
        foreach (var option in ProgramDefinition.Options)
        {
            text.Append(Complete("__fish_use_subcommand", Option(option)));
        }

        foreach (var command in program.Commands)
        {
            var isCommand = $"__fish_seen_subcommand_from {command.Name}";
            text.Append(Complete("__fish_use_subcommand", $"-a {command.Name} -d {Quote(command.Description)}"));
            foreach (var option in command.Options)
            {
                text.Append(Complete(isCommand, Option(option)));
            }

            foreach (var argument in command.Arguments.Where(argument => argument.Value.Kind != ValueKind.Any))
            {
                text.Append(Complete(isCommand, Value(argument.Value) + $" -d {Quote(argument.Value.Name)}"));
            }
        }

        return text.ToString();
    }

    private static string Complete(string condition, string what) =>
        $"complete -c session-cleanup -n '{condition}' {what}\n";

    private static string Option(OptionDefinition option)
    {
        var shortName = option.ShortName is { } name ? $"-s {name} " : "";
        var value = option.Value is { } definition ? $" -r {Value(definition)}" : "";
        return $"{shortName}-l {option.Name} -d {Quote(option.Description)}{value}";
    }

    private static string Value(ValueDefinition value) => value switch
    {
        { Choices.Count: > 0 } => $"-f -a '{string.Join(' ', value.Choices)}'",
        { Kind: ValueKind.File } => "-F",
        { Kind: ValueKind.Run } => "-f -k -a '(__session_cleanup_runs)'",
        _ => "-f",
    };

    private static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
