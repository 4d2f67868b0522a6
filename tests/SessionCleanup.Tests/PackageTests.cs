using System.Globalization;
using System.Text.Json;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>
/// The packages of scripts/package, installed as a user does. The program in the tarball is the one of all other tests.
/// </summary>
[Trait("needs", "package")]
public sealed class PackageTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("session-cleanup-test-");

    private static string Packages => Environment.GetEnvironmentVariable("SESSION_CLEANUP_TEST_PACKAGES")
        ?? throw new InvalidOperationException(
            "There are no packages to test. Run scripts/test without --jit, which makes them.");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_tarball_is_whole_and_needs_nothing_of_the_environment()
    {
        await RunAsync("sha256sum", Packages, "--check", "--strict", "SHA256SUMS");
        await RunAsync("tar", _directory.FullName, "--extract", "--strip-components=1", "--file",
            Package("*-linux-x64.tar.gz"));
        var program = Path.Combine(_directory.FullName, "session-cleanup");
        AssertContains(
            "LICENSE", "THIRD-PARTY-NOTICES", "README.md", "sql/migrations", "sql/routines",
            "deploy/systemd/session-cleanup.service",
            "man/session-cleanup.1", "completions/completion.bash");

        Assert.Equal(
            await File.ReadAllBytesAsync(CommandLine.Program, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(program, TestContext.Current.CancellationToken));
        await MigratesAndCleansAsync(arguments => RunAsync("env", "/", ["-i", program, .. arguments]));
    }

    /// <summary>What is in it; scripts/test-packages installs it.</summary>
    [Fact]
    public async Task The_Debian_package_has_the_program_and_all_around_it_and_its_configuration_is_the_administrators()
    {
        var package = Package("*_amd64.deb");
        await RunAsync("dpkg-deb", _directory.FullName, "--raw-extract", package, ".");
        AssertContains(
            "usr/bin/session-cleanup", "usr/lib/systemd/system/session-cleanup.timer",
            "usr/lib/systemd/system/session-cleanup-failure@.service", "usr/lib/sysusers.d/session-cleanup.conf",
            "usr/share/man/man1/session-cleanup.1.gz", "usr/share/bash-completion/completions/session-cleanup",
            "usr/share/zsh/vendor-completions/_session-cleanup",
            "usr/share/fish/vendor_completions.d/session-cleanup.fish",
            "usr/share/session-cleanup/sql/routines", "usr/share/session-cleanup/deploy/roles",
            "usr/share/doc/session-cleanup/copyright", "usr/share/doc/session-cleanup/changelog.gz");
        Assert.Contains(
            "\nExecStart=/usr/bin/session-cleanup cleanup\n",
            await ReadAsync("usr/lib/systemd/system/session-cleanup.service"),
            StringComparison.Ordinal);
        Assert.Equal(
            ["/etc/logrotate.d/session-cleanup", "/etc/session-cleanup/environment"],
            (await ReadAsync("DEBIAN/conffiles")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Debian's tools compare them, and several releases can be of one day.</summary>
    [Fact]
    public async Task Each_entry_of_the_Debian_changelog_is_later_than_the_one_before()
    {
        await RunAsync("dpkg-deb", _directory.FullName, "--raw-extract", Package("*_amd64.deb"), ".");
        var changelog = await RunAsync(
            "gzip", _directory.FullName, "--decompress", "--stdout", "usr/share/doc/session-cleanup/changelog.gz");

        var dates = changelog.Split('\n')
            .Where(line => line.StartsWith(" -- ", StringComparison.Ordinal))
            .Select(line => DateTimeOffset.Parse(line.Split("  ")[^1], CultureInfo.InvariantCulture))
            .ToList();
        Assert.NotEmpty(dates);
        Assert.Equal(dates.Distinct().OrderDescending(), dates);
    }

    [Theory]
    [InlineData("session-cleanup-*-linux-x64", "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64")]
    [InlineData("SessionCleanup.*", "dbup-postgresql")]
    public async Task The_bill_of_materials_and_the_notices_name_the_same_libraries(string package, string one)
    {
        var file = package.EndsWith("x64", StringComparison.Ordinal) ? "*-linux-x64.tar.gz" : "*.nupkg";
        using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(Package(package + ".sbom.json"),
            TestContext.Current.CancellationToken));
        var libraries = bill.RootElement.GetProperty("components").EnumerateArray()
            .Select(library => $"{library.GetProperty("name")} {library.GetProperty("version")}").ToArray();
        var extract = file == "*.nupkg"
            ? await RunAsync("unzip", "/", "-p", Package(file), "THIRD-PARTY-NOTICES")
            : await RunAsync("tar", "/", "--extract", "--to-stdout", "--wildcards", "--file", Package(file),
                "*/THIRD-PARTY-NOTICES");

        Assert.Contains(libraries, library => library.StartsWith(one + " ", StringComparison.Ordinal));
        Assert.Contains(libraries, library => library.StartsWith("Npgsql ", StringComparison.Ordinal));
        Assert.All(libraries, library => Assert.Contains($"\n{library}\n", extract, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_NET_tool_installs_from_its_package()
    {
        var configuration = Path.Combine(_directory.FullName, "nuget.config");
        await File.WriteAllTextAsync(
            configuration,
            $"""<configuration><packageSources><clear /><add key="packages" value="{Packages}" /></packageSources></configuration>""",
            TestContext.Current.CancellationToken);
        await RunAsync(
            "dotnet", _directory.FullName, "tool", "install", "SessionCleanup", "--tool-path", _directory.FullName,
            "--configfile", configuration);

        await MigratesAndCleansAsync(arguments =>
            RunAsync(Path.Combine(_directory.FullName, "session-cleanup"), "/", arguments));
    }

    private static string Package(string pattern) => Assert.Single(Directory.GetFiles(Packages, pattern));

    private void AssertContains(params string[] paths) =>
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(_directory.FullName, path)), path));

    private Task<string> ReadAsync(string path) =>
        File.ReadAllTextAsync(Path.Combine(_directory.FullName, path), TestContext.Current.CancellationToken);

    private async Task MigratesAndCleansAsync(Func<string[], Task<string>> programAsync)
    {
        Assert.Matches(@"^session-cleanup \d+\.\d+\.\d+\+[0-9a-f]{40}\s*$", await programAsync(["--version"]));
        var connection = new NpgsqlConnectionStringBuilder(await server.EmptyDatabaseAsync()).ConnectionString;
        await programAsync(["migrate", "--connection", connection]);
        await using (var database = new NpgsqlConnection(connection))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await database.ExecuteAsync(
                "INSERT INTO session (session_type, expires_at) VALUES ('collaborative', now() - interval '1 day')");
        }

        var cleaned = await programAsync(["cleanup", "--connection", connection]);
        Assert.Contains("1 session cleaned up, 0 members set offline", cleaned, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, string workingDirectory, params string[] arguments)
    {
        var result = await ProcessResult.RunAsync(program, arguments, workingDirectory: workingDirectory);
        Assert.True(result.ExitStatus == 0, result.AllOutput);
        return result.StandardOutput;
    }
}
