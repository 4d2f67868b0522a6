using Cocona.Command;
using SessionCleanup.Commands.CommandLine;

namespace SessionCleanup.Packaging.Documents;

/// <summary>
/// The commands as --help has them: Cocona reads them, from the attributes from which it reads them in the program.
/// </summary>
internal sealed record ProgramDefinition(IReadOnlyList<CommandDefinition> Commands)
{
    /// <summary>Cocona's own.</summary>
    public static IReadOnlyList<OptionDefinition> Options { get; } =
        [OptionDefinition.Help, new("version", null, "Show version", null, null)];

    public static ProgramDefinition Read() => new(
    [
        .. new CoconaCommandProvider([.. Application.CommandTypes]).GetCommandCollection().All
            .Where(command => !command.IsHidden).Select(CommandDefinition.Of),
    ]);
}

internal sealed record CommandDefinition(
    string Name,
    string Description,
    IReadOnlyList<OptionDefinition> Options,
    IReadOnlyList<ArgumentDefinition> Arguments)
{
    public static CommandDefinition Of(CommandDescriptor command) => new(
        command.Name,
        command.Description,
        [.. command.Options.Where(option => !option.IsHidden).Select(OptionDefinition.Of), OptionDefinition.Help],
        [.. command.Arguments.OrderBy(argument => argument.Order).Select(ArgumentDefinition.Of)]);
}

/// <param name="ShortName">Null: it has none.</param>
/// <param name="Value">Null: it is a switch.</param>
/// <param name="Default">Null: there is none.</param>
internal sealed record OptionDefinition(
    string Name, char? ShortName, string Description, ValueDefinition? Value, string? Default)
{
    public static OptionDefinition Help { get; } = new("help", 'h', "Show help message", null, null);

    public static OptionDefinition Of(CommandOptionDescriptor option)
    {
        var isSwitch = option.OptionType == typeof(bool);
        return new(
            option.Name,
            option.ShortName.Count > 0 ? option.ShortName[0] : null,
            option.Description,
            isSwitch ? null : ValueDefinition.Of(option.ValueName, option.OptionType),
            isSwitch ? null : option.DefaultValue.Value?.ToString());
    }
}

internal sealed record ArgumentDefinition(string Description, ValueDefinition Value)
{
    public static ArgumentDefinition Of(CommandArgumentDescriptor argument) =>
        new(argument.Description, ValueDefinition.Of(argument.Name, argument.ArgumentType));
}

internal enum ValueKind
{
    Any,
    File,
    Run,
}

/// <param name="Choices">The only values that it can have; empty: any.</param>
internal sealed record ValueDefinition(string Name, ValueKind Kind, IReadOnlyList<string> Choices)
{
    public static ValueDefinition Of(string name, Type type)
    {
        var kind = name.ToUpperInvariant() switch
        {
            "FILE" or "PATH" => ValueKind.File,
            "RUN" => ValueKind.Run,
            _ => ValueKind.Any,
        };
        var choices = Nullable.GetUnderlyingType(type) ?? type;
        return new(name, kind, choices.IsEnum ? Enum.GetNames(choices) : []);
    }
}
