using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SessionCleanup.Migration;

/// <summary>
/// A file of sql/migrations (applied once), or of sql/routines or sql/router (applied again when its text changes).
/// </summary>
/// <param name="Name">Folder and file name, for example migrations/0001_create_session_tables.sql.</param>
/// <param name="Sql">Its text.</param>
internal sealed partial record SchemaScript(string Name, string Sql)
{
    /// <summary>The first 12 hexadecimal digits of the text's SHA-256, line endings aside.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))))[..12];

    public bool IsRoutine => !Name.StartsWith("migrations/", StringComparison.Ordinal);

    /// <summary>
    /// Whether it runs in a transaction of its own. One that builds an index CONCURRENTLY, so that writers of a large
    /// table go on, can't: it begins with DROP INDEX CONCURRENTLY IF EXISTS, for the INVALID index that a failed run of
    /// it left.
    /// </summary>
    public bool IsTransactional => !Concurrently().IsMatch(Sql);

    /// <summary>What DbUp's journal records: a changed text is a new entry.</summary>
    public string JournalEntry => string.Create(CultureInfo.InvariantCulture, $"{Name} {Checksum}");

    /// <summary>
    /// The files of a database with sessions that were built into the program, in the order in which they apply.
    /// </summary>
    public static IReadOnlyList<SchemaScript> LoadShipped() =>
        Load(name =>
            name.StartsWith("migrations/", StringComparison.Ordinal)
                || name.StartsWith("routines/", StringComparison.Ordinal));

    /// <summary>The files of a router: its own, and those of one machine that only call what it has too.</summary>
    public static IReadOnlyList<SchemaScript> LoadRouter() => Load(name =>
        name.StartsWith("router/", StringComparison.Ordinal)
        || name is "routines/cleanup_run_finish.sql" or "routines/cleanup_sessions_in_batches.sql"
            or "routines/apply_inactivity_timeout_in_batches.sql");

    private static List<SchemaScript> Load(Func<string, bool> isWanted)
    {
        return [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && isWanted(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new SchemaScript(name, Load(name)))];
    }

    /// <summary>sql/preflight.sql, which fails where the database has no room for the schema.</summary>
    public static string LoadPreflight() => Load("preflight.sql");

    private static string Load(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!,
            Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^(CREATE|DROP|REINDEX)\b.*\bCONCURRENTLY\b", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Concurrently();
}
