using System.Text.RegularExpressions;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Documents;

/// <summary>A block of code in a document.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Language">The first word after the fence; empty if there is none.</param>
/// <param name="Mark">The other words after the fence.</param>
/// <param name="RunBy">The comment before it: "by hand: reason" or "run: test". Null: there is none.</param>
/// <param name="Text">The lines between the fences, without their common indentation.</param>
internal sealed record CodeBlock(int Line, string Language, string Mark, string? RunBy, string Text);

/// <summary>A Markdown document of the repository.</summary>
/// <param name="Path">Relative to the repository.</param>
internal sealed partial record MarkdownFile(string Path, IReadOnlyList<string> Lines)
{
    public static IReadOnlyList<MarkdownFile> All() =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles($"{Repository.Root}/docs", "*.md", SearchOption.AllDirectories))
            .Select(file => Read(System.IO.Path.GetRelativePath(Repository.Root, file)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static MarkdownFile Read(string path) => new(path, Repository.Read(path).Split('\n'));

    /// <summary>The lines outside of code blocks, with their numbers.</summary>
    public IEnumerable<(int Number, string Text)> Prose()
    {
        var inCode = false;
        for (var i = 0; i < Lines.Count; i++)
        {
            var isFence = Fence().IsMatch(Lines[i]);
            if (!inCode && !isFence)
            {
                yield return (i + 1, Lines[i]);
            }

            inCode ^= isFence;
        }
    }

    public IEnumerable<CodeBlock> Blocks()
    {
        for (var begin = 0; begin < Lines.Count; begin++)
        {
            if (Fence().Match(Lines[begin]) is not { Success: true } fence)
            {
                continue;
            }

            var end = Enumerable.Range(begin + 1, Lines.Count - begin - 1).First(i => Fence().IsMatch(Lines[i]));
            var indentation = fence.Groups["indentation"].Length;
            var text = string.Join(
                '\n',
                Lines.Take(end).Skip(begin + 1).Select(line => line.Length > indentation ? line[indentation..] : ""));
            var comment = begin == 0 ? null : Comment().Match(Lines[begin - 1]);
            yield return new CodeBlock(
                begin + 1,
                fence.Groups["language"].Value,
                fence.Groups["mark"].Value,
                comment is { Success: true } ? comment.Groups["text"].Value : null,
                text);
            begin = end;
        }
    }

    /// <summary>The names by which links find its headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors() => Prose()
        .Where(line => line.Text.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.Text.TrimStart('#').Trim(), ""))
        .Select(heading => heading.ToLowerInvariant().Replace(' ', '-'));

    /// <summary>The targets of its links and pictures.</summary>
    public IEnumerable<string> Links() =>
        Prose().SelectMany(line => Link().Matches(Code().Replace(line.Text, ""))).Select(link => link.Groups[1].Value);

    /// <summary>The lines from a heading to the next one of its level or above.</summary>
    public string Section(string heading)
    {
        var level = heading[..(heading.LastIndexOf('#') + 1)];
        var section = Lines.SkipWhile(line => line != heading).ToList();
        Assert.True(section.Count > 0, $"{Path} has no heading '{heading}'.");
        return string.Join('\n', section.Take(1).Concat(
            section.Skip(1).TakeWhile(line => !line.StartsWith('#') || line.Split(' ')[0].Length > level.Length)));
    }

    [GeneratedRegex(@"^(?<indentation> *)```(?<language>[a-z]*) *(?<mark>.*)$")]
    private static partial Regex Fence();

    [GeneratedRegex("^ *<!-- (?<text>.*) -->$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`(?!\\])")]
    private static partial Regex Code();
}
