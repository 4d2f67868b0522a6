using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SessionCleanup.Output;

/// <summary>One JSON document on stdout: indented for a person at a terminal, else one line, as logs want it.</summary>
internal static class JsonOutput
{
    public static JsonWriterOptions Options => new() { Indented = !Console.IsOutputRedirected };

    public static void Write<T>(T document, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            JsonSerializer.Serialize(json, document, type);
        }

        Console.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
