using System.Globalization;
using System.Text;

namespace SessionCleanup.Output;

/// <summary>Text from the server or from users, made harmless for a terminal and a log.</summary>
internal static class PlainText
{
    /// <returns>
    /// Without what moves the cursor, changes the direction of text, or can't be seen; lines stay lines.
    /// </returns>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(IsHarmless(rune) ? rune.ToString() : " ");
        }

        return clean.ToString();
    }

    /// <returns>The same, on one line: what users typed must not begin a line of its own in a log.</returns>
    public static string OneLine(string text) => Clean(text.ReplaceLineEndings(" ")).Replace('\n', ' ').Trim();

    private static bool IsHarmless(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => true,
        // They join letters, of Persian or of an emoji, and can't hide or move anything.
        0x200C or 0x200D => true,
        _ => Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned),
    };
}
