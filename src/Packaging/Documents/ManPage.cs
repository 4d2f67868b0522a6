using System.Globalization;
using System.Text;

namespace SessionCleanup.Packaging.Documents;

/// <summary>session-cleanup.1, with the commands and their options put in; in mdoc.</summary>
internal static class ManPage
{
    public static string Render(ProgramDefinition program, DateOnly date) => Resource.Read("session-cleanup.1")
        .Replace("@DATE@", date.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("@COMMANDS@\n", Commands(program), StringComparison.Ordinal);

    private static string Commands(ProgramDefinition program)
    {
        var text = new StringBuilder();
        foreach (var command in program.Commands)
        {
            text.Append(CultureInfo.InvariantCulture, $".Ss {command.Name}\n");
            text.Append(".Nm session-cleanup ").Append(Macro("Cm", command.Name)).Append(" Oo Ar option ... Oc");
            text.AppendJoin("", command.Arguments.Select(argument => " " + Macro("Ar", argument.Value.Name)))
                .Append('\n');
            text.Append(".Pp\n").Append(Text(command.Description)).Append('\n');
            text.Append(".Bl -tag -width Ds\n");
            foreach (var argument in command.Arguments)
            {
                text.Append(".It ").Append(Macro("Ar", argument.Value.Name)).Append('\n')
                    .Append(Text(argument.Description)).Append('\n');
            }

            foreach (var option in command.Options)
            {
                text.Append(Item(option));
            }

            text.Append(".El\n");
        }

        return text.ToString();
    }

    private static string Item(OptionDefinition option)
    {
        var text = new StringBuilder(".It ");
        text.Append(option.ShortName is { } shortName ? $"Fl {shortName} , " : "");
        text.Append("Fl \\-").Append(Escape(option.Name));
        text.Append(option.Value is { } value ? $" {Macro("Ar", value.Name)}" : "").Append('\n');
        text.Append(Text(option.Description)).Append('\n');
        if (option.Value?.Choices is { Count: > 0 } choices)
        {
            text.Append("One of ").AppendJoin(", ", choices.Select(Escape)).Append(".\n");
        }

        return text.Append(option.Default is { Length: > 0 } given ? $"The default is {Escape(given)}.\n" : "")
            .ToString();
    }

    /// <summary>Arguments in quotes, so that a name of two words is one; none of them is taken for a macro.</summary>
    private static string Macro(string macro, string text) =>
        $"{macro} " + string.Join(' ', text.Split(' ').Select(word => $"\"{Escape(word)}\""));

    /// <summary>
    /// A sentence, in lines of at most 80 characters. One that begins with a dot or an apostrophe would be a macro.
    /// </summary>
    private static string Text(string text)
    {
        var lines = new StringBuilder();
        var column = 0;
        var previous = "";
        foreach (var word in Escape(text.EndsWith('.') ? text : text + ".").Split(' '))
        {
            if (column > 0
                && (column + 1 + word.Length > 80 || previous.EndsWith('.')
                    && !previous.EndsWith("...", StringComparison.Ordinal)))
            {
                lines.Append('\n');
                column = 0;
            }

            var safe = (column > 0 ? " " : word is ['.' or '\'', ..] ? "\\&" : "") + word;
            lines.Append(safe);
            column += safe.Length;
            previous = word;
        }

        return lines.ToString();
    }

    private static string Escape(string text) => string.Concat(text.Select(character => character switch
    {
        '\\' => "\\e",
        '-' => "\\-",
        '"' => "\\(dq",
        > '~' => $"\\[u{(int)character:X4}]",
        _ => character.ToString(),
    }));
}
