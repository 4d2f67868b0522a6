using System.Text;
using Spectre.Console.Rendering;

namespace SessionCleanup.Output;

/// <summary>Text at 80 columns.</summary>
internal static class TextTable
{
    private const int Columns = 80;

    /// <summary>After an empty line, each column as wide as what is in it.</summary>
    /// <param name="rows">None: there is no table.</param>
    /// <param name="columns">Numbers are aligned on the right.</param>
    public static void Write<T>(
        IReadOnlyCollection<T> rows, params (string Title, bool IsNumber, Func<T, string?> Value)[] columns)
    {
        if (rows.Count == 0)
        {
            return;
        }

        List<string[]> lines =
        [
            [.. columns.Select(column => column.Title)],
            .. rows.Select(row => columns.Select(column => PlainText.OneLine(column.Value(row) ?? "")).ToArray()),
        ];
        var widths = columns.Select((_, index) => lines.Max(line => Width(line[index]))).ToArray();
        Console.WriteLine();
        foreach (var line in lines)
        {
            var cells = line.Select((text, index) =>
            {
                var space = new string(' ', widths[index] - Width(text));
                return columns[index].IsNumber ? space + text : text + space;
            });
            Console.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <returns>The text, or as much of it as fits in so many columns of a terminal.</returns>
    public static string Cut(string text, int columns)
    {
        if (Width(text) <= columns)
        {
            return text;
        }

        while (Width(text) >= columns)
        {
            text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        }

        return $"{text}…";
    }

    /// <summary>One line, continued where it is longer than 80 columns.</summary>
    public static void WriteWrapped(string text)
    {
        var line = new StringBuilder();
        foreach (var word in PlainText.OneLine(text).Split(' '))
        {
            if (line.Length > 0 && Width($"{line} {word}") > Columns)
            {
                Console.WriteLine(line.ToString());
                line.Clear().Append("   ");
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        Console.WriteLine(line.ToString());
    }

    /// <summary>In columns of a terminal, of which a Chinese character has two.</summary>
    private static int Width(string text) => new Segment(text).CellCount();
}
