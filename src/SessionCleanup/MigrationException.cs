namespace SessionCleanup;

/// <summary>A script of the schema failed and was rolled back.</summary>
internal sealed class MigrationException(string script, Exception cause) : Exception(cause.Message, cause)
{
    public string Script { get; } = script;
}
