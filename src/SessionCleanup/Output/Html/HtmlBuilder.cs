using System.Globalization;
using System.Net;
using System.Text;

namespace SessionCleanup.Output.Html;

/// <summary>A page as it grows. All text is escaped here, and nowhere else.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _page = new();
    private int _sections;

    /// <returns>A file that is in the program.</returns>
    public static string Resource(string name)
    {
        using var stream = typeof(HtmlBuilder).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <param name="markup">Of the program's own.</param>
    public void Raw(string markup) => _page.Append(markup);

    public void Element(string name, string text, string attributes = "") =>
        _page.Append($"<{name}{(attributes.Length == 0 ? "" : " ")}{attributes}>{Escape(text)}</{name}>\n");

    public void Section(string title, string className = "")
    {
        var id = $"section-{++_sections}";
        Raw($"<section aria-labelledby=\"{id}\"{ClassOf(className)}>\n");
        Element("h2", title, $"id=\"{id}\"");
    }

    public void EndSection() => Raw("</section>\n");

    /// <summary>The first column names the row. The class of a column is text, or nothing for numbers.</summary>
    public void Table(
        string caption, IReadOnlyList<(string Title, string Class)> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Begin(caption, columns);
        foreach (var row in rows)
        {
            Raw("<tr>");
            Raw($"<th scope=\"row\"{ClassOf(columns[0].Class)}>{Escape(row[0])}</th>");
            foreach (var (cell, column) in row.Zip(columns).Skip(1))
            {
                Raw($"<td{ClassOf(column.Class)}>{Escape(cell)}</td>");
            }

            Raw("</tr>\n");
        }

        Raw("</tbody>\n</table>\n");
    }

    /// <summary>A table with a bar in each row.</summary>
    public void Bars(string caption, string nameTitle, string figureTitle, IReadOnlyList<Bar> bars)
    {
        var longest = bars.Select(bar => bar.Value).DefaultIfEmpty().Max();
        Begin(caption, [(nameTitle, "text"), ("", ""), (figureTitle, "")], "bars");
        foreach (var bar in bars)
        {
            var width = longest > 0 ? (100 * bar.Value / longest).ToString("0.##", CultureInfo.InvariantCulture) : "0";
            Raw($"<tr><th scope=\"row\" class=\"text\">{Escape(bar.Name)}</th>");
            Raw($"<td><svg role=\"img\"{(bar.IsBad ? ClassOf("bad") : "")}>");
            Raw($"<title>{Escape($"{bar.Name}: {bar.Figure}")}</title><rect width=\"{width}%\" height=\"100%\" "
                + $"rx=\"2\"/></svg></td>");
            Raw($"<td>{Escape(bar.Figure)}</td></tr>\n");
        }

        Raw("</tbody>\n</table>\n");
    }

    public override string ToString() => _page.ToString();

    private static string ClassOf(string name) => name.Length == 0 ? "" : $" class=\"{name}\"";

    private static string Escape(string text) => WebUtility.HtmlEncode(PlainText.OneLine(text));

    private void Begin(string caption, IReadOnlyList<(string Title, string Class)> columns, string className = "")
    {
        Raw($"<table{ClassOf(className)}>\n");
        Element("caption", caption);
        Raw("<thead><tr>");
        foreach (var (title, name) in columns)
        {
            Raw(title.Length == 0 ? "<td></td>" : $"<th scope=\"col\"{ClassOf(name)}>{Escape(title)}</th>");
        }

        Raw("</tr></thead>\n<tbody>\n");
    }
}
