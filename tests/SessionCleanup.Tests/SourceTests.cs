using System.Text.RegularExpressions;

namespace SessionCleanup.Tests;

/// <summary>How the program's source hangs together.</summary>
public sealed partial class SourceTests
{
    // Each may use those after it.
    private static readonly string[] Folders = ["Commands", "Output", "Migration", "Database", "Errors"];

    [Fact]
    public void Uses_go_down_the_list_of_folders_and_never_up()
    {
        var upward =
            from folder in Folders
            from file in Directory.EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories)
            from Match use in Use().Matches(File.ReadAllText(file))
            where Array.IndexOf(Folders, use.Groups[1].Value) < Array.IndexOf(Folders, folder)
            select $"{Path.GetRelativePath(Source, file)} uses {use.Value}";

        Assert.Empty(upward);
    }

    private static string Source => Path.Combine(AppContext.BaseDirectory, "../../../../../src/SessionCleanup");

    // In a using directive or a qualified name; a namespace names its own folder.
    [GeneratedRegex(@"\bSessionCleanup\.(Commands|Output|Migration|Database|Errors)\b")]
    private static partial Regex Use();
}
