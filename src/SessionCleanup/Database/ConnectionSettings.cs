using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// Where to connect: --connection, else SESSION_CLEANUP_CONNECTION. What it leaves open comes from libpq's PG* variables,
/// and then from libpq's defaults, so that the program connects where psql would. Npgsql itself reads the password file.
/// </summary>
internal static class ConnectionSettings
{
    public const string Variable = "SESSION_CLEANUP_CONNECTION";

    private static readonly string[] SocketDirectories = ["/var/run/postgresql", "/tmp"];

    // libpq's variables, and the name that each setting has in a connection URI.
    private static readonly (string Variable, string Parameter)[] LibpqVariables =
    [
        ("PGHOST", "host"),
        ("PGPORT", "port"),
        ("PGDATABASE", "dbname"),
        ("PGUSER", "user"),
        ("PGPASSWORD", "password"),
        ("PGPASSFILE", "passfile"),
        ("PGAPPNAME", "application_name"),
        ("PGOPTIONS", "options"),
        ("PGCONNECT_TIMEOUT", "connect_timeout"),
        ("PGTARGETSESSIONATTRS", "target_session_attrs"),
        ("PGSSLMODE", "sslmode"),
        ("PGSSLROOTCERT", "sslrootcert"),
        ("PGSSLCERT", "sslcert"),
        ("PGSSLKEY", "sslkey"),
        ("PGGSSENCMODE", "gssencmode"),
        ("PGCHANNELBINDING", "channel_binding"),
    ];

    // They name a server as PGHOST does, and Npgsql knows nothing of them: to go on without would be to go elsewhere.
    private static readonly string[] UnknownServers = ["PGSERVICE", "PGHOSTADDR"];

    // libpq's names of settings and Npgsql's.
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["gssencmode"] = "GSS Encryption Mode",
        ["channel_binding"] = "Channel Binding",
        ["client_encoding"] = "Client Encoding",
    };

    /// <param name="option">The value of --connection. Null: it was not given.</param>
    /// <param name="environment">Reads an environment variable; null where it is not set.</param>
    /// <exception cref="UsageException">The connection is malformed.</exception>
    public static NpgsqlConnectionStringBuilder Resolve(string? option, Func<string, string?> environment)
    {
        var (text, source) = option is not null
            ? (option, "--connection")
            : (environment(Variable), Variable);

        var settings = string.IsNullOrWhiteSpace(text) ? new NpgsqlConnectionStringBuilder() : Parse(text, source);

        if (!settings.ShouldSerialize("Host") && Array.Find(UnknownServers, name => !string.IsNullOrEmpty(environment(name))) is { } unknown)
        {
            throw new UsageException(
                $"{unknown} is set, which session-cleanup does not know.", $"Name the server with --connection, {Variable} or PGHOST, and unset {unknown}.");
        }

        foreach (var (variable, parameter) in LibpqVariables)
        {
            var value = environment(variable);
            if (!string.IsNullOrEmpty(value) && !settings.ShouldSerialize(Keywords[parameter]))
            {
                Set(settings, parameter, value, variable);
            }
        }

        settings.Host ??= DefaultHost();
        settings.Username ??= Environment.UserName;
        settings.Database ??= settings.Username;
        settings.ApplicationName ??= "session-cleanup";
        if (!settings.ShouldSerialize("GSS Encryption Mode"))
        {
            // Kerberos would ask DNS about the server and its domain before every connection, for half a minute where DNS does
            // not know: only where it is asked for. (libpq asks where there is a ticket.)
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        if (settings.ShouldSerialize("Target Session Attributes") && !settings.Host.Contains(',', StringComparison.Ordinal))
        {
            // libpq asks one host for it too; Npgsql only several.
            settings.Host = $"{settings.Host},{settings.Host}";
        }

        // A process that ends after one command gains nothing from a pool; and no statement here has a time limit of its
        // own: a batch takes what it takes, and the server's statement_timeout is the DBA's to set.
        settings.Pooling = false;
        settings.CommandTimeout = 0;
        settings.TcpKeepAlive = true;
        return settings;
    }

    private static NpgsqlConnectionStringBuilder Parse(string text, string source)
    {
        if (ConnectionUri.IsUri(text))
        {
            var fromUri = new NpgsqlConnectionStringBuilder();
            foreach (var (parameter, value) in ConnectionUri.Parse(text, source))
            {
                Set(fromUri, parameter, value, source);
            }

            return fromUri;
        }

        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The exception's message may quote a part of the password.
            throw Malformed(source);
        }

        // "host=db dbname=rooms", libpq's third form, is one setting here, with everything in the host.
        return settings.Host?.Contains('=', StringComparison.Ordinal) == true ? throw Malformed(source) : settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string parameter, string value, string source)
    {
        if (!Keywords.TryGetValue(parameter, out var keyword))
        {
            throw new UsageException(
                $"The connection in {source} has an unknown parameter '{parameter}'.",
                $"Known are {string.Join(", ", Keywords.Keys)}.");
        }

        try
        {
            settings[keyword] = parameter == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException
            or InvalidCastException)
        {
            var shown = parameter == "password" ? "" : $" '{value}'";
            throw new UsageException(
                $"The connection in {source} has a value{shown} for '{parameter}' that is not allowed.",
                "See \"Connection\" in the README for what each parameter takes.");
        }
    }

    private static UsageException Malformed(string source) => new(
        $"The connection in {source} is malformed.",
        "Use Host=db;Port=5432;Database=rooms;Username=cleaner or postgresql://cleaner@db:5432/rooms.");

    /// <summary>libpq's default: the Unix socket, in the directory of Debian or of PostgreSQL's own build.</summary>
    private static string DefaultHost() =>
        SocketDirectories.FirstOrDefault(
            directory => Directory.Exists(directory) && Directory.EnumerateFiles(directory, ".s.PGSQL.*").Any())
        ?? "localhost";
}
