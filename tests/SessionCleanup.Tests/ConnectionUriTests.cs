using CsCheck;
using SessionCleanup.Database;
using SessionCleanup.Errors;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>A connection URI means what it means to libpq, and no message has a part of one.</summary>
public sealed class ConnectionUriTests
{
    private static readonly string[] Words =
    [
        "cleaner", "s3cret", "db", "rooms", "5432", "0", "::1", "@", "/", "?", "=", "&", ":", ",", "[", "]", "[::1]",
        "%", "%40",
        "%2F", "%3f", "%00", "%4", "%zz", "%C3%A9", "%FF", "é", "+", "#", " ", "\\", "'", "host", "user", "password",
        "port", "dbname",
        "sslmode=require", "ssl=true", "ssl=false", "requiressl=1", "requiressl", "application_name", "service",
        "colour", "a=b",
    ];

    private static readonly Gen<string> AnyText = Generated.Text(14, Words);

    private static readonly Gen<string> Part = Generated.Text(3, "a", "db", "p?q", "p%40q", "s3cret", "%2Ftmp", "é",
        "x:y", "1=2", "%", "%FF");

    private static readonly Gen<string> LikelyText = Gen.Select(
        Gen.OneOf(Gen.Const(""), Part.Select(user => $"{user}@"),
            Gen.Select(Part, Part, (user, password) => $"{user}:{password}@")),
        Gen.Select(Generated.OneOf("db", "[::1]", "[", "[]", "[::1]x", "%2Fvar%2Frun", "", "1.2.3.4"),
            Generated.OneOf("", ":", ":5433", ":x"),
            (host, port) => host + port).Array[1, 3].Select(hosts => string.Join(',', hosts)),
        Gen.OneOf(Gen.Const(""), Part.Select(database => $"/{database}")),
        Gen.OneOf(Gen.Const(""), Gen.Select(
            Generated.OneOf("host", "port", "user", "password", "dbname", "sslmode", "ssl", "requiressl", "options",
                "hostaddr", "colour", "ho%73t"),
            Generated.OneOf("=", "=", "=", "", "=="),
            Gen.OneOf(Part, Generated.OneOf("true", "1", "", "p@q")),
            (name, sign, value) => name + sign + value).Array[0, 3]
                .Select(parameters => $"?{string.Join('&', parameters)}")),
        (user, hosts, database, parameters) => user + hosts + database + parameters);

    public static TheoryData<string> HandPicked =>
    [
        "postgresql://cleaner:s3cret?x@db/rooms", "postgresql://cleaner:s3/cret@db/rooms",
        "postgresql://cleaner:p@q@db/rooms",
        "postgresql://cleaner:5432/s3cret@db/rooms", "postgresql://cleaner:p%40q@db:/rooms", "postgresql://db:/rooms",
        "postgresql://:5433/rooms",
        "postgresql://@/rooms", "postgresql://:@db", "postgresql://", "postgres://", "postgres:///rooms",
        "postgresql:///?host=a,b&port=1,2",
        "postgresql://a,b:5433,[::1]:5434/rooms", "postgresql://a:1,b:2?target_session_attrs=read-write",
        "postgresql://,/", "postgresql://a,,b",
        "postgresql://%2Fvar%2Frun%2Fpostgresql:5433/rooms", "postgresql://db/rooms?ssl=true",
        "postgresql://db/rooms?ssl=1", "postgresql://db?a=b",
        "postgresql://db?sslmode", "postgresql://db?sslmode=a=b", "postgresql://db?&sslmode=require",
        "postgresql://db?sslmode=require&",
        "postgresql://db?sslmode=require&&", "postgresql://db/?user=p@q", "postgresql://db/?user=a&user=b",
        "postgresql://a@db/?user=b&host=c",
        "postgresql://u:%00@db", "postgresql://u:%@db", "postgresql://u:%4@db", "postgresql://u:%zz@db",
        "postgresql://u:%FF@db",
        "postgresql://[::1", "postgresql://[]", "postgresql://[::1]5432", "postgresql://[::1]?user=a",
        "postgresql://db?requiressl=0",
        "POSTGRESQL://db/rooms", "postgresql:/db", "postgresql://u%zz@db", "postgresql://db/a/b",
        "postgresql://db/%20a?dbname=", "postgresql://u@",
        "postgresql://db?password=s3cret&sslpassword=x", "postgresql://db#x", "postgresql://u:p#q@db/rooms#x",
        "postgresql://u: p@db",
    ];

    [Theory]
    [MemberData(nameof(HandPicked))]
    public void It_means_what_it_means_to_libpq(string uri) => AssertSameAsLibpq(uri);

    [Fact]
    public void Generated_ones_mean_what_they_mean_to_libpq()
    {
        var understood = 0;
        foreach (var text in Generated.Cases(Gen.OneOf(AnyText, LikelyText, LikelyText), 30_000))
        {
            understood += AssertSameAsLibpq($"postgresql://{text}") ? 1 : 0;
        }

        Assert.InRange(understood, 3_000, 27_000);
    }

    /// <summary>
    /// As a password is pasted into a URI, without a thought for the characters that mean something there.
    /// </summary>
    [Fact]
    public void No_message_has_a_part_of_a_password_that_was_not_encoded()
    {
        var password = Generated.Text(
            6, "zQ9x", "Xk7v", "Wj6y", "1234", "5678", "/", "?", "@", ":", "%", "=", "&", ",", "[", "]", "#", " ", ";",
            "'", "\"", "\\", "+");
        var uris = Gen.Select(password, Generated.OneOf("db", "db:5432", "[::1]", "a,b", ""),
            Generated.OneOf("/rooms", "", "/rooms?sslmode=require"),
            Generated.OneOf("postgresql://cleaner:{0}@{1}{2}", "postgresql://{1}{2}?password={0}",
                "Host={1};Password={0};Database=rooms",
                "host={1} password={0} dbname=rooms", "password='{0}' host={1}", "postgresql://cleaner:{0}",
                "postgres://{0}@{1}"),
            (secret, host, rest, form) => (secret, string.Format(null, form, secret, host, rest)));
        var refused = 0;
        foreach (var (secret, text) in Generated.Cases(uris, 30_000))
        {
            try
            {
                ConnectionSettings.Resolve(text, _ => null);
            }
            catch (UsageException exception)
            {
                refused++;
                foreach (var start in Enumerable.Range(0, Math.Max(0, secret.Length - 3)))
                {
                    Assert.DoesNotContain(secret.Substring(start, 4), exception.Message + exception.Remedy,
                        StringComparison.Ordinal);
                }
            }
        }

        Assert.InRange(refused, 3_000, 29_000);
    }

    [Fact]
    public void All_parameters_of_libpq_are_known()
    {
        Assert.Empty(Libpq.Parameters().Except(LibpqParameter.All.Select(parameter => parameter.Name)));
    }

    /// <returns>Whether both understand it.</returns>
    private static bool AssertSameAsLibpq(string uri)
    {
        var expected = Libpq.Parse(uri);
        Dictionary<string, string>? actual = null;
        var reason = "";
        try
        {
            actual = ConnectionUri.IsUri(uri) ? ConnectionUri.Parse(uri, "--connection") : null;
            actual = actual?.Keys.All(Libpq.Parameters().Contains) == true ? actual : null;
        }
        catch (UsageException exception)
        {
            reason = exception.Message;
        }

        if (expected is not null && actual is null)
        {
            // Where an @ shows that a password was not encoded, libpq would send a part of it to a name server; and
            // Npgsql has no other encoding.
            var isStray = uri.LastIndexOf('@') is var last
                && last > uri.IndexOfAny(['@', '/'], uri.IndexOf("//", StringComparison.Ordinal) + 2);
            Assert.True(
                (isStray && reason.EndsWith("an @ stands where none can be.", StringComparison.Ordinal))
                || (uri.Contains('%', StringComparison.Ordinal)
                    && reason.EndsWith("is not UTF-8.", StringComparison.Ordinal)),
                $"{uri} is refused: {reason}");
            return false;
        }

        Assert.True(
            Sorted(expected).SequenceEqual(Sorted(actual)),
            $"{uri}: libpq has {string.Join(' ', Sorted(expected))}; not {string.Join(' ', Sorted(actual))}");
        return actual is not null;
    }

    private static List<string> Sorted(Dictionary<string, string>? settings) =>
        settings is null ? ["an error"]
            : [.. settings.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)];
}
