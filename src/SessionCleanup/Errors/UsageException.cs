using System.Text.RegularExpressions;

namespace SessionCleanup.Errors;

/// <summary>What was asked for makes no sense: reported with exit status 64.</summary>
internal sealed partial class UsageException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;

    /// <summary>
    /// What was typed, for a message; but not a connection, nor a part of one, which may have strayed there with a
    /// password in it.
    /// </summary>
    public static string Shown(string text) => Harmless().IsMatch(text) ? $"'{text}'" : "'...'";

    [GeneratedRegex(@"\A[\w .,+*-]{1,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}
