using System.Globalization;
using System.Text;

namespace SessionCleanup.Packaging.Contents;

/// <summary>THIRD-PARTY-NOTICES: who made what the program contains, and the licences, each text once.</summary>
internal static class Notices
{
    public static string Render(IReadOnlyList<Component> components)
    {
        var text = new StringBuilder("Session Cleanup contains these libraries of others.\n\n");
        foreach (var component in components)
        {
            text.Append(CultureInfo.InvariantCulture, $"{component.Name} {component.Version}\n");
            text.Append(CultureInfo.InvariantCulture,
                $"    {component.Copyright ?? $"Copyright (c) {component.Authors}"}\n");
            text.Append(CultureInfo.InvariantCulture, $"    Licence: {component.Licence}\n");
        }

        foreach (var licence in components.Select(component => component.Licence).Distinct()
            .Order(StringComparer.Ordinal))
        {
            Heading($"Licence {licence}");
            text.Append(Resource.Read($"licences/{licence}.txt"));
        }

        // The packages of .NET have the same texts.
        foreach (var same in components.SelectMany(component =>
            component.Texts.Select(notice => (Notice: notice, component.Name)))
            .GroupBy(entry => entry.Notice))
        {
            Heading($"In {string.Join(", ", same.Select(entry => entry.Name))}");
            text.Append(same.Key).Append('\n');
        }

        return text.ToString();

        void Heading(string title) => text.Append('\n').Append('-', 80).Append('\n').Append(title).Append("\n\n");
    }
}
