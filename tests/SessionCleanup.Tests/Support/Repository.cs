namespace SessionCleanup.Tests.Support;

/// <summary>The repository that the tests were built from: its documents link to any file of it.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "SessionCleanup.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException(
                "The tests read the repository's documents. Run them from its tests/SessionCleanup.Tests/bin.");
        }

        return directory.FullName;
    }
}
