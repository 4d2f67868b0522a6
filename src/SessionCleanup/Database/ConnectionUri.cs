using System.Globalization;
using System.Text;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// libpq's connection URI, postgresql://user:password@host:port,host:port/dbname?parameter=value, cut up as libpq's
/// PQconninfoParse does it. No message has any part of the URI: with one character that should have been
/// percent-encoded, a part of the password stands where a host, a port, a database or a parameter is expected.
/// </summary>
internal static class ConnectionUri
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    public static bool IsUri(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.Ordinal));

    /// <param name="text">The URI.</param>
    /// <param name="source">Where it was given, for the message.</param>
    /// <returns>Settings by libpq's names; several hosts, and their ports, are separated by commas.</returns>
    /// <exception cref="UsageException">
    /// The URI is malformed, or an @ in it shows that a password was not encoded.
    /// </exception>
    public static Dictionary<string, string> Parse(string text, string source)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];

        // The first @ ends user and password, unless a / comes before it: then there are none.
        var end = rest.IndexOfAny(['@', '/']);
        if (end >= 0 && rest[end] == '@')
        {
            var (user, password) = Cut(rest[..end], ':');
            Store("user", user);
            Store("password", password);
            rest = rest[(end + 1)..];
        }

        var (hosts, ports) = TakeHosts(ref rest, source);
        Store("host", string.Join(',', hosts));
        Store("port", string.Join(',', ports));

        // A host that has an @ in it is no host, and a database with one is rather the rest of a password.
        RefuseAt(string.Join(',', hosts.Select(host => host.TrimStart('@'))));
        var (path, query) = Cut(rest, '?');
        if (path.StartsWith('/'))
        {
            RefuseAt(path);
            Store("dbname", path[1..]);
        }

        if (settings.ContainsKey("password"))
        {
            RefuseAt(query);
        }

        ReadParameters(query, settings, source);
        return settings;

        void Store(string parameter, string value)
        {
            if (value.Length > 0)
            {
                settings[parameter] = Decode(value, source);
            }
        }

        void RefuseAt(string part)
        {
            if (part.Contains('@', StringComparison.Ordinal))
            {
                throw Malformed(source, "an @ stands where none can be");
            }
        }
    }

    /// <summary>Takes host:port or [address]:port, and further ones after commas, off the beginning.</summary>
    private static (List<string> Hosts, List<string> Ports) TakeHosts(ref string text, string source)
    {
        List<string> hosts = [], ports = [];
        do
        {
            // The comma before another host.
            text = hosts.Count > 0 ? text[1..] : text;
            if (text.StartsWith('['))
            {
                var close = text.IndexOf(']', StringComparison.Ordinal);
                hosts.Add(close > 1 ? text[1..close]
                    : throw Malformed(source, "a [ is not followed by an address and a ]"));
                text = text[(close + 1)..];
                if (text.Length > 0 && !":/?,".Contains(text[0], StringComparison.Ordinal))
                {
                    throw Malformed(source, "the ] of an address is followed by something else than a port");
                }
            }
            else
            {
                hosts.Add(Take(ref text, ":/?,"));
            }

            ports.Add(text.StartsWith(':') ? Take(ref text, "/?,")[1..] : "");
        }
        while (text.StartsWith(','));

        return (hosts, ports);
    }

    private static void ReadParameters(string query, Dictionary<string, string> settings, string source)
    {
        // One & may stand at the end.
        foreach (var pair in query.Length == 0 ? [] : (query.EndsWith('&') ? query[..^1] : query).Split('&'))
        {
            if (pair.Count(character => character == '=') != 1)
            {
                throw Malformed(source, "a parameter after the ? is not name=value, with one =");
            }

            var (name, value) = Cut(pair, '=');
            var (parameter, decoded) = (Decode(name, source), Decode(value, source));
            if (parameter == "ssl" && decoded == "true")
            {
                // As JDBC has it.
                (parameter, decoded) = ("sslmode", "require");
            }
            else if (parameter == "requiressl")
            {
                // As libpq had it before sslmode.
                (parameter, decoded) = ("sslmode", decoded.StartsWith('1') ? "require" : "prefer");
            }

            settings[parameter] = decoded;
        }
    }

    /// <summary>Takes off what is before the first of these characters, and all of it where there is none.</summary>
    private static string Take(ref string text, string terminators)
    {
        var end = text.IndexOfAny(terminators.ToCharArray());
        var taken = end < 0 ? text : text[..end];
        text = text[taken.Length..];
        return taken;
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }

    private static string Decode(string text, string source)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var decoded = new List<byte>(bytes.Length);
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] != '%')
            {
                decoded.Add(bytes[index]);
                continue;
            }

            var digits = bytes.AsSpan(index + 1, Math.Min(2, bytes.Length - index - 1));
            if (!byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || digits.Length < 2)
            {
                throw Malformed(source, "a % is not followed by two hexadecimal digits");
            }

            decoded.Add(value != 0 ? value : throw Malformed(source, "%00 stands for no character"));
            index += 2;
        }

        try
        {
            return Utf8.GetString([.. decoded]);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed(source, "what is percent-encoded is not UTF-8");
        }
    }

    private static UsageException Malformed(string source, string reason) => new(
        $"The connection URI in {source} is malformed: {reason}.",
        "Use postgresql://user@host:5432/dbname?sslmode=require. In a password, write @ as %40, / as %2F, ? as %3F "
            + "and % as %25.");
}
