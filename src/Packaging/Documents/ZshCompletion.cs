using System.Text;

namespace SessionCleanup.Packaging.Documents;

/// <summary>completion.zsh, with what _describe and _arguments want to know.</summary>
internal static class ZshCompletion
{
    public static string Render(ProgramDefinition program)
    {
        var commands = program.Commands.Select(command => $"    '{Escape($"{command.Name}:{command.Description}")}'\n");
        var global = ProgramDefinition.Options.SelectMany(Option).Select(option => $"    {option} \\\n");
        var arguments = new StringBuilder();
        foreach (var command in program.Commands)
        {
            var specifications = command.Options.SelectMany(Option)
                .Concat(command.Arguments.Select((argument, index) => $"'{index + 1}:{Value(argument.Value)}'"));
            arguments.Append($"        {command.Name})\n          _arguments \\\n            ")
                .AppendJoin(" \\\n            ", specifications).Append("\n          ;;\n");
        }

        return Resource.Read("completion.zsh")
            .Replace("@COMMANDS@", string.Concat(commands), StringComparison.Ordinal)
            .Replace("@GLOBAL@", string.Concat(global), StringComparison.Ordinal)
            .Replace("@ARGUMENTS@", arguments.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Option(OptionDefinition option)
    {
        var description = Escape(option.Description)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        var value = option.Value is { } definition ? $":{Value(definition)}" : "";
        if (option.ShortName is { } name)
        {
            yield return $"'-{name}[{description}]{value}'";
        }

        yield return $"'--{option.Name}{(value == "" ? "" : "=")}[{description}]{value}'";
    }

    private static string Value(ValueDefinition value) => Escape(value.Name) + value switch
    {
        { Choices.Count: > 0 } => $":({string.Join(' ', value.Choices)})",
        { Kind: ValueKind.File } => ":_files",
        { Kind: ValueKind.Run } => ":_session_cleanup_runs",
        _ => ": ",
    };

    /// <summary>Within apostrophes.</summary>
    private static string Escape(string text) => text.Replace("'", "'\\''", StringComparison.Ordinal);
}
