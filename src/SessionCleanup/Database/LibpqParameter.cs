namespace SessionCleanup.Database;

/// <summary>
/// A connection parameter of libpq, and what Npgsql makes of it. docs/reference/connection.md has the same table.
/// </summary>
/// <param name="Name">In a connection URI.</param>
/// <param name="Variable">The environment variable. Null: there is none.</param>
/// <param name="Keyword">
/// Npgsql's name for it. Null: Npgsql has nothing like it, or <see cref="ConnectionSettings"/> sees to it.
/// </param>
/// <param name="Values">libpq's values and Npgsql's. Null: they are the same.</param>
/// <param name="Fixed">
/// The values that say what is done here in any case; others are refused. Null: it is not of this kind.
/// </param>
internal sealed record LibpqParameter(
    string Name,
    string? Variable = null,
    string? Keyword = null,
    IReadOnlyDictionary<string, string>? Values = null,
    string[]? Fixed = null)
{
    private static readonly Dictionary<string, string> Protection =
        new() { ["disable"] = "Disable", ["prefer"] = "Prefer", ["require"] = "Require" };

    /// <summary>All parameters of libpq up to PostgreSQL 18.</summary>
    public static readonly IReadOnlyList<LibpqParameter> All =
    [
        new("host", "PGHOST"),
        new("hostaddr", "PGHOSTADDR"),
        new("port", "PGPORT"),
        new("dbname", "PGDATABASE", "Database"),
        new("user", "PGUSER", "Username"),
        new("password", "PGPASSWORD", "Password"),
        new("passfile", "PGPASSFILE", "Passfile"),
        new("application_name", "PGAPPNAME", "Application Name"),
        new("fallback_application_name"),
        new("options", "PGOPTIONS", "Options"),
        new("connect_timeout", "PGCONNECT_TIMEOUT", "Timeout"),
        new("target_session_attrs", "PGTARGETSESSIONATTRS", "Target Session Attributes", new Dictionary<string, string>
        {
            ["any"] = "any",
            ["read-write"] = "read-write",
            ["read-only"] = "read-only",
            ["primary"] = "primary",
            ["standby"] = "standby",
            ["prefer-standby"] = "prefer-standby",
        }),
        new("load_balance_hosts", "PGLOADBALANCEHOSTS", "Load Balance Hosts", new Dictionary<string, string>
        {
            ["disable"] = "false",
            ["random"] = "true",
        }),
        new("keepalives", Keyword: "TCP Keepalive", Values: new Dictionary<string,
            string> { ["0"] = "false", ["1"] = "true" }),
        new("keepalives_idle", Keyword: "TCP Keepalive Time"),
        new("keepalives_interval", Keyword: "TCP Keepalive Interval"),
        new("sslmode", "PGSSLMODE", "SSL Mode", new Dictionary<string, string>
        {
            ["disable"] = "Disable",
            ["allow"] = "Allow",
            ["prefer"] = "Prefer",
            ["require"] = "Require",
            ["verify-ca"] = "VerifyCA",
            ["verify-full"] = "VerifyFull",
        }),
        new("sslnegotiation", "PGSSLNEGOTIATION", "SSL Negotiation", new Dictionary<string, string>
        {
            ["postgres"] = "Postgres",
            ["direct"] = "Direct",
        }),
        new("sslrootcert", "PGSSLROOTCERT", "Root Certificate"),
        new("sslcert", "PGSSLCERT", "SSL Certificate"),
        new("sslkey", "PGSSLKEY", "SSL Key"),
        new("sslpassword", Keyword: "SSL Password"),
        new("channel_binding", "PGCHANNELBINDING", "Channel Binding", Protection),
        new("require_auth", "PGREQUIREAUTH", "Require Auth"),
        new("gssencmode", "PGGSSENCMODE", "GSS Encryption Mode", Protection),
        new("krbsrvname", "PGKRBSRVNAME", "Kerberos Service Name"),

        // What these ask for, Npgsql does not do. Not to do it in silence could be less than somebody relies on.
        new("service", "PGSERVICE", Fixed: []),
        new("servicefile", Fixed: []),
        new("client_encoding", Fixed: ["auto", "UTF8", "UTF-8", "UNICODE"]),
        new("replication", Fixed: ["false", "off", "no", "0"]),
        new("requirepeer", "PGREQUIREPEER", Fixed: []),
        new("keepalives_count", Fixed: ["0"]),
        new("tcp_user_timeout", Fixed: ["0"]),
        new("sslcompression", "PGSSLCOMPRESSION", Fixed: ["0"]),
        new("sslcertmode", "PGSSLCERTMODE", Fixed: ["allow"]),
        new("sslcrl", "PGSSLCRL", Fixed: []),
        new("sslcrldir", "PGSSLCRLDIR", Fixed: []),
        new("sslsni", "PGSSLSNI", Fixed: ["1"]),
        new("sslkeylogfile", Fixed: []),
        new("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", Fixed: ["TLSv1", "TLSv1.1", "TLSv1.2"]),
        new("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", Fixed: []),
        new("min_protocol_version", "PGMINPROTOCOLVERSION", Fixed: ["3.0"]),
        new("max_protocol_version", "PGMAXPROTOCOLVERSION", Fixed: ["3.0", "latest"]),
        new("gsslib", "PGGSSLIB", Fixed: ["gssapi"]),
        new("gssdelegation", "PGGSSDELEGATION", Fixed: ["0"]),
        new("scram_client_key", Fixed: []),
        new("scram_server_key", Fixed: []),
        new("oauth_issuer", Fixed: []),
        new("oauth_client_id", Fixed: []),
        new("oauth_client_secret", Fixed: []),
        new("oauth_scope", Fixed: []),
    ];

    /// <summary>The names of those that can be given, for a message.</summary>
    public static string Known =>
        string.Join(", ", from parameter in All where parameter.Fixed is null select parameter.Name);

    /// <summary>scram-sha-256,md5 or !none, which Npgsql spells ScramSHA256,MD5 and !None.</summary>
    public static string RequireAuth(string value) => string.Join(',', value.Split(',').Select(method =>
    {
        var isForbidden = method.StartsWith('!');
        var name = (isForbidden ? method[1..] : method) switch
        {
            "scram-sha-256" => "ScramSHA256",
            "password" => "Password",
            "md5" => "MD5",
            "gss" => "GSS",
            "sspi" => "SSPI",
            "none" => "None",
            _ => throw new FormatException(),
        };
        return isForbidden ? $"!{name}" : name;
    }));
}
