using System.Globalization;
using System.Text.RegularExpressions;
using SessionCleanup.Errors;

namespace SessionCleanup.Commands;

/// <summary>
/// A length of time as people type it, for every option that takes one: 500ms, 30s, 90m, 26h, 1d, 1.5h, 1h30m.
/// </summary>
internal static partial class Duration
{
    private const string Examples = "For example 26h, 90m, 30s, 500ms, 1d or 1h30m.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    // Task.Delay takes no more than 2^32 - 2 milliseconds.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    /// <summary>How long the program itself waits, at most; it may be 0.</summary>
    /// <param name="unit">Of a bare number.</param>
    /// <exception cref="UsageException">It is not one, or too long.</exception>
    public static TimeSpan ParseWait(string option, string text, TimeSpan unit) =>
        Parse(option, text, unit, LongestWait);

    /// <summary>An age to compare with; a bare number is seconds.</summary>
    /// <exception cref="UsageException">It is not one, too long, or 0.</exception>
    public static TimeSpan ParseAge(string option, string text) =>
        Parse(option, text, TimeSpan.FromSeconds(1), Longest) is var age && age > TimeSpan.Zero
            ? age
            : throw new UsageException($"{option} must be more than 0, not {text}.", Examples);

    private static TimeSpan Parse(string option, string text, TimeSpan unit, TimeSpan longest)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw Negative().IsMatch(text)
                ? new UsageException($"{option} must be 0 or more, not {text}.", Examples)
                : new UsageException($"{option} must be a length of time, not {UsageException.Shown(text)}.", Examples);
        }

        // More digits than these make it too long, whatever the unit.
        var milliseconds = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures).Sum(part =>
            part.First.Length > 20
                ? double.PositiveInfinity
                : double.Parse(part.First.Value, CultureInfo.InvariantCulture)
                  * UnitOf(part.Second.Value, unit).TotalMilliseconds);
        return milliseconds <= longest.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new UsageException($"{option} must be at most {longest.TotalDays}d, not {text}.", Examples);
    }

    private static TimeSpan UnitOf(string name, TimeSpan bare) => name switch
    {
        "d" => TimeSpan.FromDays(1),
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        _ => bare,
    };

    [GeneratedRegex(
        @"\A(?:(?<number>[0-9]+(\.[0-9]+)?)(?<unit>ms|d|h|m|s))+\z|\A(?<number>[0-9]+)(?<unit>)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\A-[0-9][0-9.a-z]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Negative();
}
