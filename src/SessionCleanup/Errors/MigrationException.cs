namespace SessionCleanup.Errors;

/// <summary>A script of the schema failed.</summary>
/// <param name="script">Its name.</param>
/// <param name="wasRolledBack">False: it runs outside a transaction, and will be run again as a whole.</param>
internal sealed class MigrationException(string script, bool wasRolledBack, Exception cause)
    : Exception(cause.Message, cause)
{
    public string Script { get; } = script;

    public bool WasRolledBack { get; } = wasRolledBack;
}
