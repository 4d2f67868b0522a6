using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// libpq's connection URI, postgresql://user:password@host:port,host:port/dbname?parameter=value, as settings with libpq's
/// names. System.Uri knows neither several hosts nor an empty one.
/// </summary>
internal static class ConnectionUri
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    public static bool IsUri(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <param name="text">The URI.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <exception cref="UsageException">The URI is malformed.</exception>
    public static IEnumerable<(string Parameter, string Value)> Parse(string text, string source)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (address, query) = Cut(rest, '?');
        var (authority, database) = Cut(address, '/');

        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            yield return ("user", Decode(user, source));
            if (password is not null)
            {
                yield return ("password", Decode(password, source));
            }
        }

        var hosts = authority[(at + 1)..];
        if (hosts.Length > 0)
        {
            var parts = hosts.Split(',').Select(SplitPort).ToArray();
            if (parts is [var single])
            {
                yield return ("host", Decode(single.Host, source));
                if (single.Port is not null)
                {
                    yield return ("port", single.Port);
                }
            }
            else
            {
                // Npgsql takes the ports of several hosts within Host.
                yield return ("host", string.Join(',', hosts.Split(',').Select(host => Decode(host, source))));
            }
        }

        if (!string.IsNullOrEmpty(database))
        {
            yield return ("dbname", Decode(database, source));
        }

        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (parameter, value) = Cut(pair, '=');
            if (value is null)
            {
                throw Malformed(source);
            }

            yield return (Decode(parameter, source), Decode(value, source));
        }
    }

    private static (string Host, string? Port) SplitPort(string host)
    {
        // An IPv6 address has colons of its own and stands in brackets.
        var afterAddress = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        var colon = host.IndexOf(':', afterAddress);
        var name = (colon < 0 ? host : host[..colon]).Trim('[', ']');
        return (name, colon < 0 || colon == host.Length - 1 ? null : host[(colon + 1)..]);
    }

    private static (string Before, string? After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static string Decode(string text, string source)
    {
        for (var index = text.IndexOf('%', StringComparison.Ordinal); index >= 0; index = text.IndexOf('%', index + 1))
        {
            if (index + 2 >= text.Length || !char.IsAsciiHexDigit(text[index + 1]) || !char.IsAsciiHexDigit(text[index + 2]))
            {
                throw Malformed(source);
            }
        }

        return Uri.UnescapeDataString(text);
    }

    private static UsageException Malformed(string source) => new(
        $"The connection URI in {source} is malformed.",
        "Use postgresql://user@host:5432/dbname?sslmode=require, with special characters percent-encoded.");
}
