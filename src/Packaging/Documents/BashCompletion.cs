using System.Text;

namespace SessionCleanup.Packaging.Documents;

/// <summary>completion.bash, with a case for each option that takes a value, each command and each argument.</summary>
internal static class BashCompletion
{
    public static string Render(ProgramDefinition program)
    {
        var values = new StringBuilder();
        var options = new StringBuilder();
        var arguments = new StringBuilder();
        var first = program.Commands.Select(command => command.Name).Concat(ProgramDefinition.Options.Select(LongName));
        options.Append("    " + Case("''", Words(first)));
        foreach (var command in program.Commands)
        {
            options.Append("    " + Case(command.Name, Words(command.Options.Select(LongName))));
            foreach (var option in command.Options.Where(option => option.Value is not null))
            {
                values.Append(Case($"{command.Name}:{LongName(option)}", Complete(option.Value!) + "return"));
            }

            // No command has two.
            if (command.Arguments is [{ Value.Kind: not ValueKind.Any } argument])
            {
                arguments.Append(Case(command.Name, Complete(argument.Value)));
            }
        }

        return Resource.Read("completion.bash")
            .Replace("@VALUES@", values.ToString(), StringComparison.Ordinal)
            .Replace("@OPTIONS@", options.ToString(), StringComparison.Ordinal)
            .Replace("@ARGUMENTS@", arguments.ToString(), StringComparison.Ordinal);
    }

    private static string LongName(OptionDefinition option) => $"--{option.Name}";

    private static string Case(string pattern, string action) => $"        {pattern}) {action.TrimEnd(' ', ';')} ;;\n";

    private static string Complete(ValueDefinition value) => value switch
    {
        { Choices.Count: > 0 } => Words(value.Choices),
        { Kind: ValueKind.File } => """compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); """,
        { Kind: ValueKind.Run } => """mapfile -t COMPREPLY < <(compgen -W "$(_session_cleanup_runs)" -- "$current"); """,
        _ => "",
    };

    private static string Words(IEnumerable<string> words) =>
        $"""mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- "$current"); """;
}
