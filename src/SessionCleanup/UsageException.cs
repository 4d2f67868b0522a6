namespace SessionCleanup;

/// <summary>What was asked for makes no sense: reported with exit status 64.</summary>
internal sealed class UsageException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}
