using SessionCleanup.Database;

namespace SessionCleanup;

/// <summary>A script of the schema failed. Rolled back, if it is transactional; else migrate will run it again as a whole.</summary>
internal sealed class MigrationException(SchemaScript script, Exception cause) : Exception(cause.Message, cause)
{
    public SchemaScript Script { get; } = script;
}
