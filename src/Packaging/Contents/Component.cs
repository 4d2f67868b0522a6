using System.Xml.Linq;

namespace SessionCleanup.Packaging.Contents;

/// <summary>A NuGet package of which something is in the program, as its folder describes it.</summary>
/// <param name="Licence">An SPDX expression.</param>
/// <param name="Copyright">Null: the package says nothing.</param>
/// <param name="Texts">Files of the package that have to go where it goes: its licence and third-party notices.</param>
internal sealed record Component(string Name, string Version, string Authors, string Licence, string? Copyright,
    IReadOnlyList<string> Texts)
{
    private static readonly string[] Notices = ["LICENSE", "LICENSE.TXT", "LICENSE.MD", "NOTICE", "NOTICE.TXT",
        "THIRD-PARTY-NOTICES.TXT"];

    /// <exception cref="InvalidOperationException">The package does not name its licence as an expression.</exception>
    public static Component Read(DirectoryInfo package)
    {
        var specification = package.GetFiles("*.nuspec").Single();
        var metadata = XDocument.Load(specification.FullName).Root!.Elements()
            .Single(element => element.Name.LocalName == "metadata");
        var licence = metadata.Elements()
            .SingleOrDefault(element =>
                element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;
        return new(
            Value("id")!,
            Value("version")!,
            Value("authors")!,
            licence ?? throw new InvalidOperationException(
                $"{specification.Name} names no licence. Look it up, and do without the package if there is none."),
            Value("copyright"),
            [.. package.GetFiles().Where(file => Notices.Contains(file.Name.ToUpperInvariant()))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => File.ReadAllText(file.FullName).ReplaceLineEndings("\n").Trim())]);

        string? Value(string name) =>
            metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
    }
}
