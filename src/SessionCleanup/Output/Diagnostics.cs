namespace SessionCleanup.Output;

/// <summary>What is not the result: lines on stderr, with a timestamp in a log.</summary>
internal static class Diagnostics
{
    public static void Write(string line) =>
        Console.Error.WriteLine(Console.IsErrorRedirected ? $"{Timestamp.Now()} {line}" : line);
}
