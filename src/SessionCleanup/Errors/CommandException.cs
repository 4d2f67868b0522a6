namespace SessionCleanup.Errors;

/// <summary>The program itself found why it can't go on: reported with exit status 1.</summary>
internal sealed class CommandException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}
