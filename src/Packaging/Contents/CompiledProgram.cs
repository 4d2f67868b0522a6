using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SessionCleanup.Packaging.Contents;

/// <summary>What the ahead-of-time compiler put into the program, as its reports say.</summary>
internal static class CompiledProgram
{
    /// <param name="statistics">
    /// session-cleanup.mstat: an assembly that refers to each one of which something was compiled.
    /// </param>
    /// <param name="arguments">
    /// session-cleanup.ilc.rsp: the compiler's arguments, with the path of each assembly.
    /// </param>
    public static IReadOnlyList<Component> Read(string statistics, string arguments)
    {
        var contained = References(statistics);
        return [.. File.ReadLines(arguments)
            .Where(line => line.StartsWith("-r:", StringComparison.Ordinal))
            .Select(line => line["-r:".Length..])
            .Where(path => contained.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(PackageOf).DistinctBy(package => package.FullName)
            .Select(Component.Read).OrderBy(component => component.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static HashSet<string> References(string statistics)
    {
        using var file = new PEReader(File.OpenRead(statistics));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle =>
            metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    /// <summary>The folder in which the .nuspec is, above the assembly.</summary>
    private static DirectoryInfo PackageOf(string assembly)
    {
        var directory = new FileInfo(assembly).Directory;
        while (directory is not null && directory.GetFiles("*.nuspec").Length == 0)
        {
            directory = directory.Parent;
        }

        return directory ?? throw new InvalidOperationException($"{assembly} is in no package.");
    }
}
