using System.Text.RegularExpressions;

namespace SessionCleanup.Tests.Documents;

/// <summary>
/// The blocks of the documents do what the documents say. In each document, from top to bottom: sql by psql, sh by
/// bash, and console with the output that is shown. A line … in it stands for any lines; times and durations differ.
/// </summary>
[Collection(nameof(DocumentedCluster))]
[Trait("needs", "pg_cron")]
public sealed partial class BlocksTests(DocumentedCluster cluster)
{
    public static TheoryData<string> Paths() =>
        [.. MarkdownFile.All().Where(file => Runnable(file).Any()).Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task The_blocks_of_a_document_run(string path)
    {
        await cluster.ResetAsync();
        foreach (var block in Runnable(MarkdownFile.Read(path)))
        {
            if (block.Mark == "empty")
            {
                await cluster.ResetAsync("template1");
            }

            switch (block.Language)
            {
                case "sql":
                    await RunAsync(path, block, "psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 <<<\"$0\"");
                    break;
                case "sh":
                    await RunAsync(path, block, block.Text);
                    break;
                default:
                    await ShowsAsync(path, block);
                    break;
            }
        }
    }

    private static IEnumerable<CodeBlock> Runnable(MarkdownFile file) =>
        file.Blocks().Where(block => block.Language is "sql" or "sh" or "console" && block.RunBy is null);

    private async Task RunAsync(string path, CodeBlock block, string script)
    {
        var result = await cluster.RunAsync("bash", "-euo", "pipefail", "-c", script, block.Text);
        Assert.True(
            result.ExitStatus == 0,
            $"{path}:{block.Line} ended with {result.ExitStatus}:\n{block.Text}\n{result.AllOutput}");
    }

    /// <summary>Lines after "$ " are commands, the others their output, on stdout and stderr.</summary>
    private async Task ShowsAsync(string path, CodeBlock block)
    {
        foreach (Match step in Step().Matches(block.Text))
        {
            var command = step.Groups["command"].Value;
            var result = await cluster.RunAsync("bash", "-c", $"{{ {command}\n}} 2>&1");
            var shown = Regex.Escape(Steady(step.Groups["output"].Value))
                .Replace(@"…\n", @"(.*\n)*", StringComparison.Ordinal);
            Assert.True(
                Regex.IsMatch(Steady(result.StandardOutput), $@"\A{shown}\z"),
                $"{path}:{block.Line}: {command} shows\n{result.StandardOutput}");
        }
    }

    /// <summary>Without what differs: times, durations, UUIDs, and the spaces that make up for them.</summary>
    private static string Steady(string output) =>
        Spaces().Replace(Differing().Replace(output.TrimEnd('\n') + "\n", "~"), " ")
            .Replace(" \n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"^\$ (?<command>.*(?:\\\n.*)*)\n?(?<output>(?:^(?!\$ ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:\d\d)?)?"
        + "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
        + @"|\d+(\.\d+)? ?(ms|s|d|h|min)\b( \d+(\.\d+)? ?(s|h|min|m)\b)*|-{2,}|─+")]
    private static partial Regex Differing();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
