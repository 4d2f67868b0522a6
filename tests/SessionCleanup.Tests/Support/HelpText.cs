using System.Text.RegularExpressions;

namespace SessionCleanup.Tests.Support;

/// <summary>What --help shows: each command, and its options with their descriptions.</summary>
internal static partial class HelpText
{
    public static async Task<string[]> CommandsAsync() =>
        [.. Entry().Matches(Section(await ReadAsync(), "Commands"))
            .Select(entry => entry.Groups["label"].Value.Trim())];

    /// <summary>With the dashes: --dry-run, "Print the SQL, and change nothing".</summary>
    public static async Task<Dictionary<string, string>> OptionsAsync(string command) => Entry()
        .Matches(Section(await ReadAsync(command), "Options"))
        .ToDictionary(
            entry => LongName().Match(entry.Groups["label"].Value).Value,
            entry => Remarks().Replace(entry.Groups["description"].Value, ""));

    private static async Task<string> ReadAsync(params string[] command)
    {
        var help = await CommandLine.RunAsync([.. command, "--help"]);
        Assert.Equal((0, ""), (help.ExitStatus, help.StandardError));
        return Wrapped().Replace(help.StandardOutput, " ");
    }

    private static string Section(string help, string title) =>
        Regex.Match(help, $@"(?<=^{title}:\n)(  .*\n?)*", RegexOptions.Multiline).Value;

    [GeneratedRegex("^  (?<label>.*?) {2,}(?<description>.*)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\n {8,}(?=\S)")]
    private static partial Regex Wrapped();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex LongName();

    [GeneratedRegex(@" \((Default|Allowed values): [^()]*\)|\.$")]
    private static partial Regex Remarks();
}
