using System.Text.RegularExpressions;
using SessionCleanup.Packaging.Documents;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The man page, as scripts/package makes it.</summary>
public sealed partial class ManPageTests : IDisposable
{
    private readonly string _page = Path.GetTempFileName();

    public ManPageTests() =>
        File.WriteAllText(_page, ManPage.Render(ProgramDefinition.Read(), new DateOnly(2026, 11, 29)));

    public void Dispose() => File.Delete(_page);

    [Fact]
    public async Task The_man_page_has_the_commands_and_options_of_help_and_no_others()
    {
        var page = await File.ReadAllLinesAsync(_page, TestContext.Current.CancellationToken);
        var rendered = Squeeze((await RunAsync("mandoc", "-T", "utf8", "-O", "width=1000", _page)).StandardOutput);
        var commands = await HelpText.CommandsAsync();

        Assert.Equal(
            commands,
            page.Where(line => line.StartsWith(".Ss ", StringComparison.Ordinal))
                .Select(line => line[".Ss ".Length..]));
        foreach (var command in commands)
        {
            var options = await HelpText.OptionsAsync(command);
            var items = page.SkipWhile(line => line != $".Ss {command}").Skip(1)
                .TakeWhile(line => !line.StartsWith(".S", StringComparison.Ordinal))
                .Where(line =>
                    line.StartsWith(".It ", StringComparison.Ordinal)
                        && line.Contains("Fl \\-", StringComparison.Ordinal))
                .Select(line =>
                    line[(line.IndexOf("Fl \\-", StringComparison.Ordinal) + "Fl \\-".Length)..].Split(' ')[0])
                .Select(name => "--" + name.Replace("\\-", "-", StringComparison.Ordinal));
            Assert.Equal(options.Keys, items);
            Assert.All(options.Values, description =>
                Assert.Contains(Squeeze(description), rendered, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Mandoc_finds_no_fault_in_the_man_page()
    {
        var lint = await RunAsync("mandoc", "-T", "lint", _page);

        Assert.Equal((0, ""), (lint.ExitStatus, lint.AllOutput));
    }

    private static string Squeeze(string text) =>
        string.Join(' ', Overstruck().Replace(text, "").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static Task<ProcessResult> RunAsync(string program, params string[] arguments) =>
        ProcessResult.RunAsync(program, arguments);

    /// <summary>So are bold and underlined characters.</summary>
    [GeneratedRegex(".\b")]
    private static partial Regex Overstruck();
}
