using System.Globalization;

namespace SessionCleanup.Output;

internal static class Timestamp
{
    /// <summary>This moment: what a line in a log begins with.</summary>
    public static string Now() => Of(DateTime.UtcNow);

    /// <param name="moment">In UTC.</param>
    /// <returns>ISO 8601, to the second.</returns>
    public static string Of(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
