using System.Globalization;

namespace SessionCleanup.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Count
{
    /// <returns>1 session, 2 sessions, 1,200 sessions.</returns>
    public static string Of(long number, string noun) => $"{Grouped(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <returns>Without one: a number that is typed again.</returns>
    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <returns>With a comma at each thousand.</returns>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
