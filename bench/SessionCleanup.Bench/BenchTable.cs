namespace SessionCleanup.Bench;

/// <summary>What a section measured.</summary>
/// <param name="Section">The section's name, as --only takes it.</param>
/// <param name="Title">What the figures are, with their units where the columns do not give them.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The figures as text, a row each.</param>
internal sealed record BenchTable(
    string Section, string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A whole run, as the JSON file has it.</summary>
/// <param name="Size">The size's name.</param>
/// <param name="Sessions">Sessions in the data.</param>
/// <param name="Expired">How many of them were expired.</param>
/// <param name="Members">Members in the data.</param>
/// <param name="Rounds">How often each figure was measured; the figures are medians.</param>
/// <param name="Version">The version of Session Cleanup, with its commit.</param>
/// <param name="Server">The server's version.</param>
/// <param name="Processors">Logical processors of the machine.</param>
/// <param name="Date">When, in UTC.</param>
/// <param name="Tables">The sections' tables.</param>
internal sealed record BenchResult(
    string Size,
    int Sessions,
    long Expired,
    long Members,
    int Rounds,
    string Version,
    string Server,
    int Processors,
    string Date,
    IReadOnlyList<BenchTable> Tables);
