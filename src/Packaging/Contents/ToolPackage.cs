using System.Text.Json;

namespace SessionCleanup.Packaging.Contents;

/// <summary>What the .NET tool contains: its own assemblies, without the .NET runtime.</summary>
internal static class ToolPackage
{
    /// <param name="dependencies">session-cleanup.deps.json</param>
    /// <param name="packages">NuGet's folder of packages.</param>
    public static IReadOnlyList<Component> Read(string dependencies, string packages)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(dependencies));
        return [.. document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Value.GetProperty("path").GetString()!)
            .Select(path => Component.Read(new DirectoryInfo(Path.Combine(packages, path))))
            .OrderBy(component => component.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
