using System.Globalization;
using System.Net;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>One of the servers that a connection names, which are tried in order.</summary>
/// <param name="Host">What is connected to: a name, an IP address, or the directory of a Unix socket.</param>
/// <param name="NameInPasswordFile">What a line of the password file has for it.</param>
internal sealed record ServerAddress(string Host, int Port, string NameInPasswordFile)
{
    // The default of Debian's libpq, and of PostgreSQL's own build.
    private static readonly string[] SocketDirectories = ["/var/run/postgresql", "/tmp"];

    /// <param name="hosts">Separated by commas, as all three. Empty: libpq's default.</param>
    /// <param name="addresses">IP addresses to connect to in place of looking up the hosts.</param>
    /// <param name="ports">One for each host, or one for all.</param>
    /// <param name="malformed">
    /// Makes the exception, of the parameter that is malformed, the reason and the remedy.
    /// </param>
    public static ServerAddress[] List(
        string? hosts, string? addresses, string? ports, Func<string, string, string, UsageException> malformed)
    {
        var names = Split(hosts);
        var numbers = Split(addresses);
        var named = !string.IsNullOrEmpty(hosts);
        if (!string.IsNullOrEmpty(addresses))
        {
            if (numbers.Any(number => number.Length > 0 && !IPAddress.TryParse(number, out _)))
            {
                throw malformed("hostaddr", "has a 'hostaddr' that is no IP address", "Name the server with 'host'.");
            }

            if (named && names.Length != numbers.Length)
            {
                throw malformed("hostaddr", "has not as many addresses as hosts",
                    "Give one for each host, or leave 'hostaddr' out.");
            }

            names = named ? names : numbers;
        }

        if (names.Any(name => name.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(name, out _)))
        {
            throw malformed("host", "has a host with a colon in it",
                "Give the port as 'port', or after the host in the URI.");
        }

        var portList = Split(ports).Select(text => ParsePort(text, malformed)).ToArray();
        if (portList.Length > 1 && portList.Length != names.Length)
        {
            throw malformed("port", "has not as many ports as hosts", "Give one for each host, or one for all.");
        }

        return [.. names.Select((name, index) => Of(
            name, numbers.ElementAtOrDefault(index), portList[portList.Length > 1 ? index : 0]))];
    }

    private static ServerAddress Of(string name, string? number, int port)
    {
        var host = name.Length > 0 ? name : DefaultHost();
        var isDefaultSocket = name.Length == 0 || name == SocketDirectories[0];
        return new ServerAddress(string.IsNullOrEmpty(number) ? host : number, port,
            isDefaultSocket ? "localhost" : host);
    }

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries);

    private static int ParsePort(string text, Func<string, string, string, UsageException> malformed)
    {
        if (text.Length == 0)
        {
            return 5432;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535
            ? port
            : throw malformed("port", "has a port that is not a number from 1 to 65535", "PostgreSQL's own is 5432.");
    }

    /// <summary>libpq's default: the Unix socket, in the directory of Debian or of PostgreSQL's own build.</summary>
    private static string DefaultHost() =>
        SocketDirectories.FirstOrDefault(
            directory => Directory.Exists(directory) && Directory.EnumerateFiles(directory, ".s.PGSQL.*").Any())
        ?? "localhost";
}
