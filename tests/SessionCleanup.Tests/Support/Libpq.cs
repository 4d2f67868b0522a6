using System.Runtime.InteropServices;

namespace SessionCleanup.Tests.Support;

/// <summary>PostgreSQL's own client library, which the program is compared with.</summary>
internal static partial class Libpq
{
    private const string Library = "libpq.so.5";

    /// <summary>The parameters that this version knows.</summary>
    public static HashSet<string> Parameters()
    {
        var options = PQconndefaults();
        try
        {
            return [.. Read(options).Select(option => option.Parameter)];
        }
        finally
        {
            PQconninfoFree(options);
        }
    }

    /// <returns>The parameters that the text sets. Null: libpq refuses it.</returns>
    public static Dictionary<string, string>? Parse(string text)
    {
        var options = PQconninfoParse(text, out var error);
        if (options == 0)
        {
            PQfreemem(error);
            return null;
        }

        try
        {
            return Read(options).Where(option => option.Value is not null)
                .ToDictionary(option => option.Parameter, option => option.Value!);
        }
        finally
        {
            PQconninfoFree(options);
        }
    }

    /// <summary>
    /// The password that libpq would send, from the connection or its password file; it is not waited for an answer.
    /// </summary>
    public static string Password(string connection)
    {
        var started = PQconnectStart(connection);
        try
        {
            return Marshal.PtrToStringUTF8(PQpass(started)) ?? "";
        }
        finally
        {
            PQfinish(started);
        }
    }

    private static List<(string Parameter, string? Value)> Read(nint options)
    {
        var read = new List<(string, string?)>();
        for (var size = Marshal.SizeOf<Option>(); Marshal.PtrToStructure<Option>(
            options) is { Keyword: not 0 } option; options += size)
        {
            read.Add((Marshal.PtrToStringUTF8(option.Keyword)!, Marshal.PtrToStringUTF8(option.Value)));
        }

        return read;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint PQconninfoParse(string text, out nint error);

    [LibraryImport(Library)]
    private static partial nint PQconndefaults();

    [LibraryImport(Library)]
    private static partial void PQconninfoFree(nint options);

    [LibraryImport(Library)]
    private static partial void PQfreemem(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint PQconnectStart(string text);

    [LibraryImport(Library)]
    private static partial nint PQpass(nint connection);

    [LibraryImport(Library)]
    private static partial void PQfinish(nint connection);

    [StructLayout(LayoutKind.Sequential)]
    private struct Option
    {
        public nint Keyword;
        public nint Variable;
        public nint Compiled;
        public nint Value;
        public nint Label;
        public nint Display;
        public int DisplaySize;
    }
}
