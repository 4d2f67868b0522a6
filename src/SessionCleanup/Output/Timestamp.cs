using System.Globalization;

namespace SessionCleanup.Output;

internal static class Timestamp
{
    /// <summary>This moment in ISO 8601 and UTC, to the second: what a line in a log begins with.</summary>
    public static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
