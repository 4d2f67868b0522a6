using System.Globalization;
using System.Text.RegularExpressions;

namespace SessionCleanup.Commands;

/// <summary>A length of time as people type it: 26h, 90m, 1d, 1.5h, 45s, 1h30m; a number alone is seconds.</summary>
internal static partial class Duration
{
    /// <exception cref="UsageException">It is not one, or not more than zero.</exception>
    public static TimeSpan Parse(string option, string text)
    {
        var match = Form().Match(text);
        var seconds = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures)
            .Sum(part => double.Parse(part.First.Value, CultureInfo.InvariantCulture) * SecondsOf(part.Second.Value));
        return match.Success && seconds is > 0 and < 1e10
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option} must be a length of time, not '{text}'.", "For example 26h, 90m, 1d, 1.5h or 1h30m.");
    }

    private static int SecondsOf(string unit) => unit switch
    {
        "d" => 86400,
        "h" => 3600,
        "m" => 60,
        _ => 1,
    };

    [GeneratedRegex(@"^((?<number>\d+(\.\d+)?)(?<unit>d|h|m|s))+$|^(?<number>\d+)(?<unit>)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
