using System.Globalization;

namespace SessionCleanup.Output;

internal static class Timestamp
{
    /// <summary>This moment: what a line in a log begins with.</summary>
    public static string Now() => Of(DateTime.UtcNow);

    /// <param name="text">
    /// As PostgreSQL writes it in ISO 8601 and UTC; or infinity, or a year of five digits: these stay.
    /// </param>
    public static string ToTheSecond(string text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or ' ', _, _, ':', _, _, ':', _, _, ..]
        && !text.EndsWith("BC", StringComparison.Ordinal)
            ? text[..19].Replace('T', ' ')
            : text;

    /// <param name="moment">In UTC.</param>
    /// <returns>ISO 8601, to the second.</returns>
    public static string Of(DateTime moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
