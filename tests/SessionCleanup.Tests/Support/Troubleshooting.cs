using System.Text.RegularExpressions;

namespace SessionCleanup.Tests.Support;

/// <summary>docs/reference/errors.md: it has each error message of the program.</summary>
internal static partial class Troubleshooting
{
    private static readonly Regex[] Messages = Read();

    /// <summary>For every failure that any test brings about.</summary>
    public static void AssertExplains(ProcessResult result) => Assert.True(
        result.ExitStatus is not (1 or 64) || Array.Exists(Messages, message => message.IsMatch(result.StandardError)),
        $"docs/reference/errors.md does not have this one:\n{result.StandardError}");

    private static Regex[] Read()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs/reference/errors.md"));
        // In backticks, in the first column; … stands for anything. Notices explain no failure.
        var messages = Rows().Matches(page.Split("\n## Notices\n")[0]).SelectMany(row => Quoted().Matches(row.Value))
            .Select(quoted =>
                new Regex(Regex.Escape(quoted.Groups[1].Value).Replace("…", ".*", StringComparison.Ordinal)))
            .ToArray();
        Assert.NotEmpty(messages);
        return messages;
    }

    [GeneratedRegex(@"^\| `[^|]*", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();
}
