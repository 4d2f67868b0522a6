using System.Text.RegularExpressions;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Documents;

/// <summary>What holds for every document; no database is needed.</summary>
public sealed partial class DocumentsTests
{
    private const int Columns = 120;

    private static readonly string[] Runnable = ["sh", "sql", "console"];

    public static TheoryData<string> Paths() => [.. MarkdownFile.All().Select(file => file.Path)];

    [Fact]
    public void The_README_is_read_in_a_minute() =>
        Assert.InRange(Repository.Read("README.md").Split('\n').Length - 1, 1, 120);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Lines_of_text_end_at_120_columns(string path) => Assert.Empty(
        MarkdownFile.Read(path).Prose()
            .Where(line => line.Text.Length > Columns && !line.Text.TrimStart().StartsWith('|'))
            .Select(line => $"{path}:{line.Number}"));

    /// <summary>The words of PostgreSQL's and .NET's manuals.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void The_words_are_standard_ones(string path) => Assert.Empty(
        MarkdownFile.Read(path).Prose().Where(line => OwnWord().IsMatch(line.Text))
            .Select(line => $"{path}:{line.Number}: {line.Text}"));

    /// <summary>Also those into the sources, and the headings that they name.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Links_lead_somewhere(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, path))!;
        var links = MarkdownFile.Read(path).Links()
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal));
        foreach (var link in links)
        {
            var parts = link.Split('#');
            var target = parts[0].Length == 0 ? Path.Combine(Repository.Root, path) : Path.Combine(folder, parts[0]);
            Assert.True(Path.Exists(target), $"{path} links to {link}, which is not there.");
            if (parts.Length > 1)
            {
                var anchors = MarkdownFile.Read(Path.GetRelativePath(Repository.Root, target)).Anchors();
                Assert.True(anchors.Contains(parts[1]), $"{path} links to {link}, but there is no such heading.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_document_is_linked_from_the_README_or_the_index(string path)
    {
        string[] index = ["README.md", "docs/README.md", "docs/decisions/README.md"];
        var linked = index.Select(MarkdownFile.Read).SelectMany(file => file.Links()
            .Select(link => Path.Combine("/", Path.GetDirectoryName(file.Path)!, link.Split('#')[0]))
            .Select(link => Path.GetRelativePath("/", link)));
        Assert.True(
            path == "README.md" || linked.Contains(path),
            $"Nobody finds {path}: link to it from one of {string.Join(", ", index)}.");
    }

    /// <summary>BlocksTests runs them; one that can't be run there says why.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_block_has_a_language_and_is_run_or_says_who_runs_it(string path)
    {
        foreach (var block in MarkdownFile.Read(path).Blocks())
        {
            Assert.True(block.Language.Length > 0, $"{path}:{block.Line}: the block has no language, such as text.");
            Assert.True(
                block.RunBy is null || (Runnable.Contains(block.Language) && Reason().IsMatch(block.RunBy)),
                $"{path}:{block.Line}: the comment is not of the form 'by hand: reason' or 'run: test'.");
        }
    }

    [GeneratedRegex(
        @"\b(tells?|told|at work|reckon\w*|mend(s|ed)?|is absent|ways? in|came of it)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OwnWord();

    [GeneratedRegex("^(by hand|run): .")]
    private static partial Regex Reason();
}
