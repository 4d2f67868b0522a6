using System.Text.Json;
using System.Text.Json.Nodes;

namespace SessionCleanup.Packaging.Contents;

/// <summary>
/// The same as a bill of materials: CycloneDX 1.6, JSON. It has neither a time nor a serial number, which would differ
/// each time.
/// </summary>
internal static class Sbom
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Render(IReadOnlyList<Component> components, string version)
    {
        var program = new JsonObject
        {
            ["type"] = "application",
            ["bom-ref"] = "session-cleanup",
            ["name"] = "session-cleanup",
            ["version"] = version,
            ["licenses"] = Licences("MIT"),
        };
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = program },
            ["components"] = new JsonArray([.. components.Select(Library)]),
            ["dependencies"] = new JsonArray(
                new JsonObject
                {
                    ["ref"] = "session-cleanup",
                    ["dependsOn"]
                        = new JsonArray([.. components.Select(component => JsonValue.Create(Url(component)))])
                }),
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Library(Component component)
    {
        var library = new JsonObject
        {
            ["type"] = "library",
            ["bom-ref"] = Url(component),
            ["publisher"] = component.Authors,
            ["name"] = component.Name,
            ["version"] = component.Version,
            ["licenses"] = Licences(component.Licence),
            ["purl"] = Url(component),
        };
        if (component.Copyright is { } copyright)
        {
            library["copyright"] = copyright;
        }

        return library;
    }

    private static JsonArray Licences(string expression) => new(new JsonObject { ["expression"] = expression });

    private static string Url(Component component) => $"pkg:nuget/{component.Name}@{component.Version}";
}
