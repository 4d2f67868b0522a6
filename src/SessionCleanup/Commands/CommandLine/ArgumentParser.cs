using System.Globalization;
using System.Text.RegularExpressions;
using Cocona.Command;
using SessionCleanup.Errors;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>
/// Reads the arguments before Cocona does, and hands it only what it can't get wrong. Left to itself, Cocona takes
/// --dry-run=yes for false, --output 7 for a format, the last of two values, words its errors with the names of .NET's
/// types, and exits with 0 after an error that has --help or --version in it.
/// </summary>
/// <param name="commands">What Cocona found: a new command or option needs nothing here.</param>
internal sealed partial class ArgumentParser(IReadOnlyList<CommandDescriptor> commands)
{
    private static readonly string[] HelpNames = ["--help", "-h"];

    /// <returns>The same, as --name=value and then the arguments.</returns>
    /// <exception cref="UsageException">Something is wrong.</exception>
    public string[] Parse(string[] typed) => typed switch
    {
        [] => throw new UsageException("No command was given.", $"One of {Names}. See session-cleanup --help."),
        ["--help" or "-h" or "help"] => ["--help"],
        ["--help" or "-h" or "help", var name] => [Find(name).Name, "--help"],
        ["--version"] => ["--version"],
        ["--help" or "-h" or "help" or "--version", ..] => throw new UsageException(
            $"Unexpected argument {UsageException.Shown(typed[^1])}.", "See session-cleanup --help."),
        [['-', ..], ..] => throw new UsageException(
            $"The command comes first, before option '{NameOf(typed[0])}'.",
            $"One of {Names}. See session-cleanup --help."),
        _ => Parse(Find(typed[0]), typed[1..]),
    };

    private string Names => string.Join(", ", commands.Select(command => command.Name));

    private static string[] Parse(CommandDescriptor command, string[] typed)
    {
        if (typed.TakeWhile(text => text != "--").Any(HelpNames.Contains))
        {
            return [command.Name, "--help"];
        }

        var options = new List<string>();
        var arguments = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < typed.Length; index++)
        {
            var text = typed[index];
            if (text == "--")
            {
                arguments.AddRange(typed[(index + 1)..]);
                break;
            }

            if (!text.StartsWith('-') || text == "-" || NegativeNumber().IsMatch(text))
            {
                arguments.Add(text);
                continue;
            }

            var name = NameOf(text);
            var option = command.Options.FirstOrDefault(option => $"--{option.Name}" == name)
                ?? throw Wrong(command, $"Unknown option '{name}'.");
            if (!seen.Add(name))
            {
                throw Wrong(command, $"Option '{name}' is given twice.");
            }

            string? value = text.Length == name.Length ? null : text[(name.Length + 1)..];
            if (option.OptionType == typeof(bool))
            {
                value ??= "true";
            }
            else if (value is null && index + 1 < typed.Length
                && !typed[index + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = typed[++index];
            }

            options.Add($"{name}={Checked(command, option, name, value)}");
        }

        CheckArguments(command, arguments, seen.Contains("--connection"));
        return [command.Name, .. options, "--", .. arguments];
    }

    private static string Checked(CommandDescriptor command, CommandOptionDescriptor option, string name, string? value)
    {
        if (value is null)
        {
            throw Wrong(command, $"Option '{name}' needs a value.");
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            throw Wrong(command, $"Option '{name}' has an empty value.");
        }

        CheckValue(command, name, option.OptionType, option.ParameterAttributes, value);
        return value;
    }

    private static void CheckArguments(CommandDescriptor command, List<string> arguments, bool hasConnection)
    {
        foreach (var (argument, value) in command.Arguments.Zip(arguments))
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw Wrong(command, $"The {argument.Name} is empty.");
            }

            CheckValue(command, $"The {argument.Name}", argument.ArgumentType, argument.ParameterAttributes, value);
        }

        if (command.Arguments.Skip(arguments.Count).FirstOrDefault(argument => argument.IsRequired) is { } missing)
        {
            throw Wrong(command, $"{command.Name} needs an argument: the {missing.Name}.");
        }

        if (arguments.Count > command.Arguments.Count)
        {
            // It may be the rest of a connection that the shell has cut at a blank in its password.
            var unexpected = hasConnection ? "'...'" : UsageException.Shown(arguments[command.Arguments.Count]);
            throw Wrong(command, $"Unexpected argument {unexpected}.");
        }
    }

    private static void CheckValue(
        CommandDescriptor command, string name, Type optionType, IReadOnlyList<Attribute> attributes, string value)
    {
        var type = Nullable.GetUnderlyingType(optionType) ?? optionType;
        if (type == typeof(bool) && value is not ("true" or "false"))
        {
            throw Wrong(
                command, $"{name} is a switch: it takes =true, =false or no value, not {UsageException.Shown(value)}.");
        }

        if (type.IsEnum && !Enum.GetNames(type).Contains(value))
        {
            var allowed = string.Join(", ", Enum.GetNames(type));
            throw Wrong(command, $"{name} must be one of {allowed}, not {UsageException.Shown(value)}.");
        }

        if (type == typeof(int) || type == typeof(long))
        {
            CheckNumber(
                command,
                name,
                attributes.OfType<NotNegativeAttribute>().Any() ? 0 : long.MinValue,
                type == typeof(int) ? int.MaxValue : long.MaxValue,
                value);
        }
    }

    private static void CheckNumber(CommandDescriptor command, string name, long minimum, long maximum, string value)
    {
        if (!Number().IsMatch(value))
        {
            throw Wrong(command, $"{name} must be a whole number, not {UsageException.Shown(value)}.");
        }

        var isInRange = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var number);
        if (isInRange ? number < minimum : value[0] == '-')
        {
            throw Wrong(command, $"{name} must be {minimum} or more, not {value}.");
        }

        if (!isInRange || number > maximum)
        {
            throw Wrong(command, $"{name} must be at most {maximum}, not {value}.");
        }
    }

    private CommandDescriptor Find(string name) => commands.FirstOrDefault(command => command.Name == name)
        ?? throw new UsageException(
            $"{UsageException.Shown(name)} is not a command.", $"One of {Names}. See session-cleanup --help.");

    /// <summary>The option's name alone: what follows it may be a password.</summary>
    private static string NameOf(string option) => OptionName().Match(option).Value;

    private static UsageException Wrong(CommandDescriptor command, string problem) =>
        new(problem, $"See session-cleanup {command.Name} --help.");

    [GeneratedRegex(@"\A(--[\w-]*|-.?)", RegexOptions.CultureInvariant)]
    private static partial Regex OptionName();

    [GeneratedRegex(@"\A-[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NegativeNumber();

    [GeneratedRegex(@"\A-?[0-9]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
