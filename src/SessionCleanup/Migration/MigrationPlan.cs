using System.Text.RegularExpressions;
using SessionCleanup.Errors;

namespace SessionCleanup.Migration;

internal enum ScriptState
{
    /// <summary>The database has it, with this text.</summary>
    Applied,

    /// <summary>The database does not have it yet.</summary>
    Pending,

    /// <summary>A routine that the database has with another text: it will be applied again.</summary>
    Changed,

    /// <summary>A routine that is applied again because somebody has changed the schema by hand since.</summary>
    Drifted,

    /// <summary>The last script, which records what the others have made, so that drift can be seen.</summary>
    Recording,
}

/// <param name="Script">The file.</param>
/// <param name="State">What the database has of it.</param>
internal sealed record PlannedScript(SchemaScript Script, ScriptState State);

/// <summary>What the shipped files and the database's journal say of each other.</summary>
internal sealed partial class MigrationPlan
{
    private MigrationPlan(IReadOnlyList<PlannedScript> scripts, IReadOnlyList<string> drift)
    {
        Scripts = scripts;
        Drift = drift;
    }

    public IReadOnlyList<PlannedScript> Scripts { get; }

    /// <summary>What somebody has changed by hand since the last migration, and the scripts bring back.</summary>
    public IReadOnlyList<string> Drift { get; }

    public IEnumerable<SchemaScript> ToApply =>
        Scripts.Where(planned => planned.State != ScriptState.Applied).Select(planned => planned.Script);

    /// <param name="shipped">The program's files.</param>
    /// <param name="journal">
    /// The journal's entries, oldest first; the database's other DbUp users may have some there too.
    /// </param>
    /// <param name="drift">What session_cleanup_drift finds.</param>
    /// <exception cref="CommandException">
    /// The database has a migration that the program has not, or has with another text.
    /// </exception>
    public static MigrationPlan Create(
        IReadOnlyList<SchemaScript> shipped, IEnumerable<string> journal, IReadOnlyList<string> drift)
    {
        // The last entry of a routine counts: a text may come back that was there before.
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in journal)
        {
            if (JournalEntry().Match(entry) is { Success: true } match)
            {
                applied[match.Groups["name"].Value] = match.Groups["checksum"].Value;
            }
        }

        var last = shipped.LastOrDefault(script => !script.IsRoutine)?.Name;
        var unknown = applied.Keys
            .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
            .Except(shipped.Select(script => script.Name))
            .Order(StringComparer.Ordinal)
            .LastOrDefault();
        if (unknown is null)
        {
            return new MigrationPlan(Plan(shipped, applied, drift.Count > 0), drift);
        }

        throw string.CompareOrdinal(unknown, last) > 0
            ? new CommandException(
                $"The database is newer than this program: it has {unknown}, which the program does not know.",
                "Use the version of session-cleanup that migrated it, or a later one. Nothing was changed.")
            : new CommandException(
                $"The database has {unknown}, which is missing from this program.",
                "Build the program with all migrations that were ever applied: none is removed or renamed. Nothing "
                    + "was changed.");
    }

    private static List<PlannedScript> Plan(
        IReadOnlyList<SchemaScript> shipped, Dictionary<string, string> applied, bool hasDrift)
    {
        // Which script an object is from is not recorded: all routines are applied again, and change nothing where
        // nothing was.
        var planned = shipped.Select(script => new PlannedScript(script, StateOf(script, applied) switch
        {
            ScriptState.Applied when hasDrift && script.IsRoutine => ScriptState.Drifted,
            var state => state,
        })).ToList();
        if (planned.Exists(script => script.State != ScriptState.Applied)
            && planned[^1] is { State: ScriptState.Applied, Script.Name: "routines/zz_record_objects.sql" } last)
        {
            planned[^1] = last with { State = ScriptState.Recording };
        }

        return planned;
    }

    private static ScriptState StateOf(SchemaScript script, Dictionary<string, string> applied)
    {
        if (!applied.TryGetValue(script.Name, out var checksum))
        {
            return ScriptState.Pending;
        }

        if (checksum == script.Checksum)
        {
            return ScriptState.Applied;
        }

        return script.IsRoutine
            ? ScriptState.Changed
            : throw new CommandException(
                $"{script.Name} was applied with checksum {checksum}, but this program has it with {script.Checksum}.",
                "An applied migration must not be edited: restore its text and add a new migration. Nothing was "
                    + "changed.");
    }

    [GeneratedRegex(@"^(?<name>(migrations|routines|router)/\S+\.sql) (?<checksum>[0-9a-f]{12})$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex JournalEntry();
}
