using Cocona;

namespace SessionCleanup.Bench;

internal sealed record BenchOptions(
    [Option("size", Description = "small (some minutes), medium (45 minutes) or large (hours, 40 GB of disk)")]
    string SizeName = "small",
    [Option("rounds", Description = "How often each figure is measured; the median is shown (default: 1; medium 3)")]
    int Rounds = 0,
    [Option("only", Description = "Sections, with commas between them; default: all")]
    string? Only = null,
    [Option("json", Description = "The file for the result")]
    string? Json = null,
    [Option("render", Description = "Only write the result in this JSON file into docs/explanation/performance.md")]
    string? Render = null) : ICommandParameterSet;
