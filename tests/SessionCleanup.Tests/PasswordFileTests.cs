using CsCheck;
using Npgsql;
using SessionCleanup.Database;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The password file is libpq's: what libpq sends is sent, and what it passes over is passed over.</summary>
public sealed class PasswordFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("session-cleanup-test-");
    private readonly List<string> _warnings = [];

    private string Path => System.IO.Path.Combine(_directory.FullName, "pgpass");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Generated_files_have_the_password_that_libpq_finds()
    {
        var field = Generated.OneOf("*", "db", "localhost", "1", "rooms", "cleaner", @"a\:b", @"c\\d", @"\db", "",
            "d*", "é");
        var line = Gen.Select(field, field, field, field,
            Generated.OneOf("", "s3cret", @"s3\:c\\ret", "s3:cret", @"s3cret\", " s3", "#"),
            Generated.OneOf(":", ":", ":", "", ":#"), (host, port, database, user, password, last) =>
                $"{host}:{port}:{database}:{user}{last}{password}");
        var likely = Gen.Select(
            Generated.OneOf("*", "db", @"\d\b", "other", @"a\:b"), Generated.OneOf("*", "1", @"\1", "2"),
            Generated.OneOf("*", "rooms", "a:b", @"a\:b", @"c\\d"), Generated.OneOf("*", "cleaner", @"c\\d"),
            Generated.OneOf("s3cret", @"s3\:c\\ret", "s3:cret", @"s3cret\", ""),
            (host, port, database, user, password) => $"{host}:{port}:{database}:{user}:{password}");
        var files = Gen.Select(
            Gen.OneOf(line, likely, likely, Generated.OneOf("", "#db:1:rooms:cleaner:no", " ")).Array[0, 5],
            Generated.OneOf("\n", "\r\n"),
            Generated.OneOf("db", "a:b", "localhost"),
            Generated.OneOf("rooms", "a:b", @"c\d"),
            Generated.OneOf("cleaner", @"c\d"));
        var found = 0;
        foreach (var (lines, end, host, database, user) in Generated.Cases(files, 3_000))
        {
            Write(string.Join(end, lines));
            // An address of its own, so that libpq asks no name server; nothing listens there.
            var expected = Libpq.Password(
                $"host='{host}' hostaddr=127.0.0.1 port=1 dbname='{Quoted(database)}' user='{Quoted(user)}' "
                    + $"passfile='{Path}' sslmode=disable");

            var actual = PasswordFile.Read(Path, null, _warnings.Add).Find(host, 1, database, user) ?? "";

            Assert.True(expected == actual,
                $"{host}:1:{database}:{user} is '{expected}', not '{actual}', in\n{string.Join('\n', lines)}");
            found += actual.Length > 0 ? 1 : 0;
        }

        Assert.InRange(found, 150, 2_900);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("Host=/var/run/postgresql")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql")]
    [InlineData("postgresql://localhost")]
    [InlineData("postgresql://")]
    public void The_default_Unix_socket_is_localhost(string connection)
    {
        Write("/var/run/postgresql:*:*:*:by directory\nlocalhost:5432:rooms:cleaner:by name\n");

        Assert.Equal("by name",
            Resolve(connection, ("PGUSER", "cleaner"), ("PGDATABASE", "rooms"), ("PGPASSFILE", Path)).Password);
    }

    [Theory]
    [InlineData("Host=/run/other", "other")]
    [InlineData("Host=db;Port=5433", "five")]
    [InlineData("Host=db:5433", "five")]
    [InlineData("postgresql://db:5433", "five")]
    [InlineData("postgresql://db?hostaddr=127.0.0.1&port=5433", "five")]
    [InlineData("postgresql://?hostaddr=127.0.0.1", "address")]
    [InlineData("postgresql://db", null)]
    [InlineData("postgresql://db:5433?password=given", "given")]
    public void The_line_is_the_one_of_the_server(string connection, string? password)
    {
        Write("/run/other:5432:*:*:other\ndb:5433:*:*:five\n127.0.0.1:*:*:*:address\n");

        Assert.Equal(password, Resolve(connection, ("PGPASSFILE", Path)).Password);
    }

    [Fact]
    public void Another_database_of_the_server_may_have_another_password()
    {
        Write("db:*:rooms:*:one\ndb:*:postgres:*:two\n");
        var settings = ConnectionSettings.Resolve($"Host=db;Database=rooms;Passfile={Path}", _ => null, "postgres");

        Assert.Equal(("postgres", "two"), (settings.Database, settings.Password));
    }

    [Fact]
    public void A_file_that_is_not_there_is_passed_over_and_one_that_others_may_read_too_with_a_warning()
    {
        Assert.Null(Resolve("Host=db", ("PGPASSFILE", Path)).Password);
        Assert.Null(Resolve("Host=db", ("HOME", "/nonexistent")).Password);
        Assert.Empty(_warnings);

        Write("*:*:*:*:s3cret\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Null(Resolve("Host=db", ("PGPASSFILE", Path)).Password);
        Assert.Contains($"The password file {Path} is not used", Assert.Single(_warnings), StringComparison.Ordinal);

        // systemd's credentials are the user's by an access control list, which shows as group access.
        Assert.Equal("s3cret",
            Resolve("Host=db", ("PGPASSFILE", Path), ("CREDENTIALS_DIRECTORY", _directory.FullName)).Password);
        Assert.Null(Resolve("Host=db", ("PGPASSFILE", _directory.FullName)).Password);
        Assert.Equal(2, _warnings.Count);
    }

    private static string Quoted(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal);

    private NpgsqlConnectionStringBuilder Resolve(string connection,
        params (string Name, string Value)[] environment) =>
        ConnectionSettings.Resolve(connection, name => environment.FirstOrDefault(one => one.Name == name).Value,
            warn: _warnings.Add);

    private void Write(string text)
    {
        File.WriteAllText(Path, text);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
