using Npgsql;
using SessionCleanup.Database;
using SessionCleanup.Errors;

namespace SessionCleanup.Tests;

public sealed class ConnectionSettingsTests
{
    [Fact]
    public void The_option_wins_over_the_variable()
    {
        var settings = Resolve("Host=option", ("SESSION_CLEANUP_CONNECTION", "Host=variable"));

        Assert.Equal("option", settings.Host);
    }

    [Fact]
    public void The_variable_wins_over_PG_variables()
    {
        var settings = Resolve(null, ("SESSION_CLEANUP_CONNECTION", "Host=variable"), ("PGHOST", "pg"));

        Assert.Equal("variable", settings.Host);
    }

    [Fact]
    public void PG_variables_fill_in_what_the_connection_leaves_open()
    {
        var settings = Resolve(
            "Host=db;Database=rooms",
            ("PGHOST", "elsewhere"),
            ("PGPORT", "5433"),
            ("PGUSER", "cleaner"),
            ("PGPASSWORD", "secret"),
            ("PGSSLMODE", "verify-full"),
            ("PGAPPNAME", "nightly"),
            ("PGCHANNELBINDING", "require"),
            ("PGCONNECT_TIMEOUT", "7"));

        Assert.Equal(
            ("db", 5433, "rooms", "cleaner", "secret"),
            (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password));
        Assert.Equal(
            (SslMode.VerifyFull, ChannelBinding.Require, "nightly", 7),
            (settings.SslMode, settings.ChannelBinding, settings.ApplicationName, settings.Timeout));
    }

    [Fact]
    public void Kerberos_encryption_is_tried_only_where_it_is_asked_for()
    {
        Assert.Equal(GssEncryptionMode.Disable, Resolve("Host=db").GssEncryptionMode);
        Assert.Equal(GssEncryptionMode.Require, Resolve("postgresql://db/rooms?gssencmode=require").GssEncryptionMode);
        Assert.Equal(GssEncryptionMode.Prefer, Resolve("Host=db", ("PGGSSENCMODE", "prefer")).GssEncryptionMode);
        Assert.Equal(GssEncryptionMode.Prefer, Resolve("Host=db;GSS Encryption Mode=Prefer").GssEncryptionMode);
    }

    [Theory]
    [InlineData("PGSERVICE")]
    [InlineData("PGHOSTADDR")]
    public void A_variable_that_names_a_server_and_is_not_known_is_refused_unless_the_connection_names_one(
        string variable)
    {
        var error = Assert.Throws<UsageException>(() => Resolve(null, ("PGHOST", "db"), (variable, "x")));

        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Equal("db", Resolve("Host=db", (variable, "x")).Host);
    }

    [Fact]
    public void Without_a_database_it_is_the_one_named_like_the_user() =>
        Assert.Equal("cleaner", Resolve("Host=db;Username=cleaner").Database);

    [Theory]
    [InlineData("postgresql://cleaner:p%40ss%2Fword@db:5433/rooms", "db", 5433, "cleaner", "p@ss/word", "rooms")]
    [InlineData("postgres://cleaner@db/rooms", "db", 5432, "cleaner", null, "rooms")]
    [InlineData("postgresql://cleaner@[::1]:5433/rooms", "::1", 5433, "cleaner", null, "rooms")]
    [InlineData("postgresql:///rooms?host=/var/run/postgresql&user=cleaner", "/var/run/postgresql", 5432, "cleaner",
        null, "rooms")]
    [InlineData("postgresql://cleaner@%2Fvar%2Frun%2Fpostgresql/rooms", "/var/run/postgresql", 5432, "cleaner", null,
        "rooms")]
    [InlineData("postgresql://cleaner@one:1,two:2/rooms", "one:1,two:2", 5432, "cleaner", null, "rooms")]
    [InlineData("Host=db;Port=5433;Database=rooms;Username=cleaner;Password=p@ss", "db", 5433, "cleaner", "p@ss",
        "rooms")]
    public void Both_forms_are_understood(string text, string host, int port, string user, string? password,
        string database)
    {
        var settings = Resolve(text);

        Assert.Equal(
            (host, port, user, password, database),
            (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
    }

    [Fact]
    public void A_URI_takes_parameters_with_the_names_of_libpq()
    {
        var settings = Resolve(
            "postgresql://db/rooms?sslmode=require&application_name=nightly%20run&connect_timeout=3"
            + "&options=-c%20lock_timeout%3D1s");

        Assert.Equal(
            (SslMode.Require, "nightly run", 3, "-c lock_timeout=1s"),
            (settings.SslMode, settings.ApplicationName, settings.Timeout, settings.Options));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=db;Pasword=s3cret")]
    [InlineData("Host=db;Port=s3cret")]
    [InlineData("host=db dbname=rooms password=s3cret")]
    [InlineData("postgresql://cleaner:s3cret%4@db/rooms")]
    [InlineData("postgresql://cleaner:s3cret@db:port/rooms")]
    [InlineData("postgresql://cleaner:s3cret@db/rooms?colour=blue")]
    [InlineData("postgresql://cleaner:s3cret@db/rooms?sslmode=perhaps")]
    [InlineData("postgresql://cleaner:s3cret@db/rooms?sslmode")]
    public void What_is_malformed_is_refused_without_showing_the_password(string text)
    {
        var error = Assert.Throws<UsageException>(() => Resolve(text));

        Assert.Contains("--connection", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PG_variable_that_is_malformed_is_named()
    {
        var error = Assert.Throws<UsageException>(() => Resolve("Host=db", ("PGPORT", "many")));

        Assert.Contains("PGPORT", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scram-sha-256", "ScramSHA256")]
    [InlineData("scram-sha-256,md5", "ScramSHA256,MD5")]
    [InlineData("!password,!none", "!Password,!None")]
    [InlineData("!scram-sha-256", "!ScramSHA256")]
    public void Require_auth_is_spelled_as_libpq_spells_it(string value, string expected)
    {
        Assert.Equal(expected, Resolve("Host=db", ("PGREQUIREAUTH", value)).RequireAuth);
        Assert.Equal(expected, Resolve($"postgresql://db?require_auth={value}").RequireAuth);
    }

    [Theory]
    [InlineData("PGREQUIREAUTH", "oauth")]
    [InlineData("PGREQUIREAUTH", "kerberos")]
    [InlineData("PGSSLMODE", "3")]
    [InlineData("PGSSLMODE", "verifyfull")]
    [InlineData("PGPORT", "99999")]
    [InlineData("PGPORT", "5432x")]
    [InlineData("PGPORT", "1,2")]
    [InlineData("PGHOSTADDR", "db")]
    [InlineData("PGREQUIREPEER", "postgres")]
    [InlineData("PGSSLCRL", "/crl.pem")]
    [InlineData("PGSSLMINPROTOCOLVERSION", "TLSv1.3")]
    [InlineData("PGCONNECT_TIMEOUT", "soon")]
    [InlineData("PGLOADBALANCEHOSTS", "true")]
    public void What_can_not_be_done_is_refused_by_the_name_of_the_variable(string variable, string value)
    {
        var error = Assert.Throws<UsageException>(() => Resolve(null, (variable, value)));

        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://a,b:5433/rooms", "a:5432,b:5433", 5432)]
    [InlineData("postgresql://a,b/rooms?port=5433", "a,b", 5433)]
    [InlineData("postgresql:///?host=a,b&port=1,2", "a:1,b:2", 5432)]
    [InlineData("postgresql://[::1]:1,b:2", "[::1]:1,b:2", 5432)]
    [InlineData("postgresql://db?hostaddr=10.0.0.1", "10.0.0.1", 5432)]
    [InlineData("postgresql://db:5433?target_session_attrs=primary", "db,db", 5433)]
    [InlineData("postgresql://db?port=", "db", 5432)]
    public void Servers_are_those_that_libpq_would_try(string uri, string host, int port)
    {
        var settings = Resolve(uri, ("PGHOSTADDR", "10.0.0.9"));

        Assert.Equal((host, port), (settings.Host, settings.Port));
        using var dataSource = NpgsqlDataSource.Create(settings);
    }

    [Theory]
    [InlineData("postgresql://a,b:1,c?port=1,2")]
    [InlineData("postgresql://a,b?hostaddr=10.0.0.1")]
    [InlineData("postgresql://a?hostaddr=10.0.0.1&sslmode=verify-full")]
    [InlineData("postgresql:///?host=a:1")]
    [InlineData("Host=a:x,b")]
    public void Servers_that_do_not_fit_together_are_refused(string connection) =>
        Assert.Contains("--connection", Assert.Throws<UsageException>(() => Resolve(connection)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_value_is_libpqs_default_and_not_the_variables()
    {
        var settings = Resolve("postgresql://cleaner@db?dbname=&password=x", ("PGDATABASE", "elsewhere"));

        Assert.Equal("cleaner", settings.Database);
    }

    [Fact]
    public void The_reference_has_each_parameter_and_variable()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs/reference/connection.md"));

        Assert.All(LibpqParameter.All, parameter =>
            Assert.Contains($"`{parameter.Name}`", page, StringComparison.Ordinal));
        Assert.All(
            LibpqParameter.All.Select(parameter => parameter.Variable).OfType<string>(),
            variable => Assert.Contains($"`{variable}`", page, StringComparison.Ordinal));
    }

    private static NpgsqlConnectionStringBuilder Resolve(string? option,
        params (string Name, string Value)[] environment) =>
        ConnectionSettings.Resolve(option, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
