using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// Where to connect: --connection, else SESSION_CLEANUP_CONNECTION. What it leaves open comes from libpq's PG*
/// variables and password file, and then from libpq's defaults, so that the program connects where psql would.
/// </summary>
internal sealed partial class ConnectionSettings
{
    public const string Variable = "SESSION_CLEANUP_CONNECTION";

    private readonly Dictionary<string, (string Value, string Source)> _parameters = new(StringComparer.Ordinal);
    private readonly string _source;
    private readonly NpgsqlConnectionStringBuilder _settings;
    private ServerAddress[] _servers = [];

    private ConnectionSettings(string source, NpgsqlConnectionStringBuilder settings) =>
        (_source, _settings) = (source, settings);

    /// <param name="option">The value of --connection. Null: it was not given.</param>
    /// <param name="environment">Reads an environment variable; null where it is not set.</param>
    /// <param name="database">Another database of the same server. Null: the one that is named.</param>
    /// <param name="warn">Is called where a password file is there and is not used.</param>
    /// <exception cref="UsageException">The connection is malformed.</exception>
    public static NpgsqlConnectionStringBuilder Resolve(
        string? option, Func<string, string?> environment, string? database = null, Action<string>? warn = null)
    {
        var (text, source) = option is not null ? (option, "--connection") : (environment(Variable), Variable);
        var isUri = text is not null && ConnectionUri.IsUri(text);
        var connection = new ConnectionSettings(source,
            isUri || string.IsNullOrWhiteSpace(text) ? new() : ParseNpgsql(text, source));
        foreach (var (name, value) in isUri ? ConnectionUri.Parse(text!, source) : [])
        {
            connection._parameters[name] = (value, source);
        }

        connection.AddEnvironment(environment);
        connection.Apply(database);
        connection.AddPassword(environment, warn ?? (_ => { }));
        return connection._settings;
    }

    private static NpgsqlConnectionStringBuilder ParseNpgsql(string text, string source)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);

            // libpq's third form, "host=db dbname=rooms", is one setting here, with all of it in its value.
            var isLibpqs = settings.Keys.Count == 1 && text.Split(['=', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Skip(1).Any(word => LibpqParameter.All.Any(parameter => parameter.Name == word));
            return isLibpqs || settings.Host?.Contains('=', StringComparison.Ordinal) == true ? throw Malformed(source)
                : settings;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException
            or InvalidCastException or OverflowException)
        {
            // The exception's message may quote a part of the password.
            throw Malformed(source);
        }
    }

    /// <summary>
    /// What the connection leaves open. The variables that name a server count only where it names none.
    /// </summary>
    private void AddEnvironment(Func<string, string?> environment)
    {
        var namesServer = _parameters.ContainsKey("host") || _parameters.ContainsKey("hostaddr")
            || _settings.ShouldSerialize("Host");
        foreach (var parameter in LibpqParameter.All)
        {
            var isOpen = parameter.Name switch
            {
                "host" or "hostaddr" or "service" => !namesServer,
                "port" => !_settings.ShouldSerialize("Port"),
                _ => parameter.Keyword is null || !_settings.ShouldSerialize(parameter.Keyword),
            };
            if (isOpen && parameter.Variable is { } variable && environment(variable) is { Length: > 0 } value)
            {
                _parameters.TryAdd(parameter.Name, (value, variable));
            }
        }
    }

    private void Apply(string? database)
    {
        foreach (var (name, (value, source)) in _parameters)
        {
            // libpq takes an empty value for the default.
            var parameter = LibpqParameter.All.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw Unknown(source);
            if (value.Length == 0)
            {
                continue;
            }

            if (parameter.Fixed is { } same && !same.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                throw new UsageException(
                    $"The connection in {source} asks for '{name}', which session-cleanup can't do.",
                    same is [var only, ..] ? $"Leave it out, or set it to '{only}'." : "Leave it out.");
            }

            if (parameter.Keyword is { } keyword)
            {
                Set(keyword, parameter, value, source);
            }
        }

        SetServers();
        SetDefaults(database);
    }

    private void Set(string keyword, LibpqParameter parameter, string value, string source)
    {
        try
        {
            _settings[keyword] = parameter.Name switch
            {
                // Zero and less mean for ever, in both; Npgsql has an upper limit.
                "connect_timeout" => Math.Clamp(int.Parse(value.Trim(), CultureInfo.InvariantCulture), 0, 1024),
                "require_auth" => LibpqParameter.RequireAuth(value),
                _ when parameter.Values is { } values => values[value],
                _ => value,
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException
            or InvalidCastException or KeyNotFoundException)
        {
            throw new UsageException(
                $"The connection in {source} has a value for '{parameter.Name}' that is not allowed.",
                parameter.Values is { } values
                    ? $"Allowed are {string.Join(", ", values.Keys)}."
                    : "See docs/reference/connection.md for what each parameter takes.");
        }
    }

    /// <summary>Npgsql takes several hosts in one setting, with their ports where these differ.</summary>
    private void SetServers()
    {
        var (hosts, ports) = (Value("host"), Value("port"));
        if (_settings.Host is { } given)
        {
            // The string of Npgsql's form has them in Host as well. What it can't hold, Npgsql refuses.
            var parts = given.Split(',').Select(host => PortOf().Match(host.Trim())).ToArray();
            if (parts.Any(part => !part.Success))
            {
                throw Malformed(_source);
            }

            hosts = string.Join(',', parts.Select(part => part.Groups["host"].Value.Trim('[', ']')));
            ports = string.Join(',',
                parts.Select(part =>
                    part.Groups["port"].Success ? part.Groups["port"].Value : ports ?? $"{_settings.Port}"));
        }

        _servers = ServerAddress.List(hosts, Value("hostaddr"), ports, (parameter, reason, remedy) =>
            new UsageException(
            $"The connection in {(_parameters.TryGetValue(parameter, out var named) ? named.Source : _source)} "
                + $"{reason}.", remedy));
        if (_settings.SslMode == SslMode.VerifyFull && !string.IsNullOrEmpty(hosts)
            && !string.IsNullOrEmpty(Value("hostaddr")))
        {
            throw new UsageException(
                $"The connection in {_parameters["hostaddr"].Source} has a 'hostaddr', with which sslmode=verify-full "
                    + $"can't check the name of the host.",
                "Leave 'hostaddr' out.");
        }

        var isOnePort = _servers.All(server => server.Port == _servers[0].Port);
        if (isOnePort)
        {
            _settings.Port = _servers[0].Port;
        }

        var list = _servers.Select(server => isOnePort ? server.Host
            : server.Host.Contains(':', StringComparison.Ordinal) ? $"[{server.Host}]:{server.Port}"
                : $"{server.Host}:{server.Port}").ToArray();

        // libpq asks one host for target_session_attrs too; Npgsql only several.
        _settings.Host = string.Join(',',
            list.Length == 1 && _settings.ShouldSerialize("Target Session Attributes") ? [list[0], list[0]] : list);
    }

    private string? Value(string parameter) => _parameters.GetValueOrDefault(parameter).Value;

    private void SetDefaults(string? database)
    {
        _settings.Username ??= Environment.UserName is { Length: > 0 } user
            ? user
            : throw new UsageException(
                "The connection names no user, and the operating system has no name for the one who runs this.",
                "Name one, for example in PGUSER.");
        _settings.Database = database ?? _settings.Database ?? _settings.Username;
        _settings.ApplicationName ??= Value("fallback_application_name") ?? "session-cleanup";
        if (!_settings.ShouldSerialize("GSS Encryption Mode"))
        {
            // Kerberos would ask DNS about the server and its domain before every connection, for half a minute where
            // DNS does not know: only where it is asked for. (libpq asks where there is a ticket.)
            _settings.GssEncryptionMode = GssEncryptionMode.Disable;
        }

        // A process that ends after one command gains nothing from a pool; and no statement here has a time limit of
        // its own: a batch takes what it takes, and the server's statement_timeout is the DBA's to set.
        _settings.Pooling = false;
        _settings.CommandTimeout = 0;
        if (!_settings.ShouldSerialize("TCP Keepalive"))
        {
            _settings.TcpKeepAlive = true;
        }
    }

    /// <summary>
    /// From the password file. Npgsql reads that too, but not as libpq does, and fails where there is none.
    /// </summary>
    private void AddPassword(Func<string, string?> environment, Action<string> warn)
    {
        if (!string.IsNullOrEmpty(_settings.Password))
        {
            return;
        }

        var home = environment("HOME") is { Length: > 0 } given ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var path = _settings.Passfile ?? (home.Length > 0 ? Path.Combine(home, ".pgpass") : null);
        var file = PasswordFile.Read(path, environment("CREDENTIALS_DIRECTORY"), warn);
        var passwords = _servers.Select(
            server => file.Find(server.NameInPasswordFile, server.Port, _settings.Database!, _settings.Username!))
                .Distinct().ToArray();
        _settings.Password = passwords is [{ Length: > 0 } password] ? password : null;

        // Servers with passwords of their own, Npgsql has to look up itself.
        _settings.Passfile = passwords.Length > 1 ? path : "/dev/null";
    }

    private static UsageException Unknown(string source) => new(
        $"The connection in {source} has a parameter that libpq does not know.",
        $"Known are {LibpqParameter.Known}.");

    private static UsageException Malformed(string source) => new(
        $"The connection in {source} is malformed.",
        "Use Host=db;Port=5432;Database=rooms;Username=cleaner or postgresql://cleaner@db:5432/rooms.");

    [GeneratedRegex(@"^(?<host>\[.*\]|[^:]*|.*:.*:.*?)(:(?<port>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PortOf();
}
