using System.Text;
using Cocona.Help;
using Cocona.Help.DocumentModel;
using SessionCleanup.Output;

namespace SessionCleanup.Commands.CommandLine;

/// <summary>
/// Cocona's help, wrapped at the terminal's width: by itself it puts each option on one line, however long.
/// </summary>
internal sealed class WrappedHelp : ICoconaHelpRenderer
{
    private const int UnknownWidth = 80;
    private const int NarrowestColumn = 20;

    private readonly CoconaHelpRenderer _renderer = new();

    public string Render(HelpMessage message) => Wrap(
        _renderer.Render(message), Console.IsOutputRedirected ? UnknownWidth : StandardStreams.TerminalWidth);

    public static string Wrap(string help, int width)
    {
        var wrapped = new StringBuilder();
        foreach (var line in help.TrimEnd('\n').Split('\n'))
        {
            WrapLine(wrapped, line.TrimEnd(), width);
        }

        return wrapped.ToString();
    }

    private static void WrapLine(StringBuilder wrapped, string line, int width)
    {
        // A line is indented, and may have a label and then a column of text; that is where its second line goes on.
        var start = line.Length - line.TrimStart().Length;
        var gap = line.IndexOf("    ", start, StringComparison.Ordinal);
        var column = gap < 0 ? start : line.Length - line[gap..].TrimStart().Length;
        if (column > width - NarrowestColumn)
        {
            // Too narrow for two columns: the text goes under the label.
            if (gap > 0)
            {
                wrapped.Append(line[..gap].TrimEnd()).Append('\n');
                line = $"{new string(' ', start + 2)}{line[column..]}";
            }

            column = Math.Min(start + 2, Math.Max(width - NarrowestColumn, 0));
        }

        while (line.Length > width && line.LastIndexOf(' ', width, width - column) is var space && space > column)
        {
            wrapped.Append(line[..space].TrimEnd()).Append('\n');
            line = $"{new string(' ', column)}{line[(space + 1)..]}";
        }

        wrapped.Append(line).Append('\n');
    }
}
