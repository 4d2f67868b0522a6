using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>The files in deploy/, used as they are.</summary>
public sealed partial class DeployTests(PostgresServer server)
{
    [Fact]
    public async Task The_roles_migrate_clean_up_watch_and_use_sessions_and_no_superuser_is_needed()
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var (dba, owner, runner, monitor, application) = ($"dba {run}", $"owner {run}", $"runner {run}",
            $"monitor {run}", $"application {run}");
        var administrator = await server.EmptyDatabaseAsync();
        await using var superuser = new NpgsqlConnection(administrator);
        await superuser.OpenAsync(TestContext.Current.CancellationToken);
        await superuser.ExecuteAsync(
            $"""
            CREATE ROLE "{dba}" LOGIN CREATEROLE PASSWORD 'x';
            ALTER DATABASE "{superuser.Database}" OWNER TO "{dba}";
            """);
        try
        {
            await Sql.ExecuteAsync(As(dba), string.Join(';', new[] { owner, runner, monitor, application }.Select(role => $"""CREATE ROLE "{role}" LOGIN PASSWORD 'x'""")));
            await RunRoleFileAsync("owner", owner, As(dba));
            var migrated = await CommandLine.RunAsync("migrate", "--connection", As(owner));
            Assert.Equal((0, ""), (migrated.ExitStatus, migrated.StandardError));
            foreach (var (file, role) in new[] { ("runner", runner), ("monitor", monitor),
                ("application", application) })
            {
                await RunRoleFileAsync(file, role, As(owner));
                await RunRoleFileAsync(file, role, As(owner));
            }

            // All that an application does with a session; the last line leaves one expired.
            await Sql.ExecuteAsync(
                As(application),
                """
                INSERT INTO session (session_type, title) SELECT 'collaborative', 'one' FROM session_type WHERE session_type = 'collaborative';
                INSERT INTO session_member (session_id, user_id, is_online) SELECT session_id, user_id, true FROM session CROSS JOIN generate_series(1, 2) AS user_id;
                UPDATE session_member SET is_online = NOT is_online; UPDATE session_member SET is_online = NOT is_online;
                DELETE FROM session_member WHERE user_id = 2;
                SELECT touch_session(session_id) FROM session;
                UPDATE session SET is_active = false; UPDATE session SET is_active = true;
                UPDATE session SET expires_at = now() - interval '1 day';
                """);
            var dryRun = await CommandLine.RunAsync("cleanup", "--dry-run", "--connection", As(runner));
            Assert.Equal((0, ""), (dryRun.ExitStatus, dryRun.StandardError));
            foreach (var batchSize in new[] { "0", "10" })
            {
                var cleaned = await CommandLine.RunAsync("cleanup", "--batch-size", batchSize, "--connection",
                    As(runner));
                Assert.Equal((0, ""), (cleaned.ExitStatus, cleaned.StandardError));
            }

            Assert.Equal(["False|0"],
                await superuser.RowsAsync(
                    "SELECT is_active, (SELECT count(*) FROM session_member WHERE is_online) FROM session"));
            foreach (var output in new[] { "text", "json", "prometheus" })
            {
                var status = await CommandLine.RunAsync("status", "--max-age", "1h", "--output", output,
                    "--connection", As(monitor));
                Assert.Equal((0, ""), (status.ExitStatus, status.StandardError));
            }

            foreach (var (role, sql) in new[]
            {
                (monitor, "SELECT cleanup_sessions()"), (monitor, "TABLE session"), (monitor, "TABLE expired_session"),
                (runner, "TABLE session"), (runner, "TABLE session_cleanup_status"),
                (application, "SELECT cleanup_sessions()"), (application, "TABLE cleanup_run"),
                (application, "UPDATE session_type SET inactivity_timeout = NULL"),
            })
            {
                await using var connection = new NpgsqlConnection(As(role));
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                Assert.Equal("42501",
                    (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState);
            }
        }
        finally
        {
            foreach (var role in new[] { application, monitor, runner, owner, dba })
            {
                await superuser.ExecuteAsync(
                    $"""
                    DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                        REASSIGN OWNED BY "{role}" TO CURRENT_USER; DROP OWNED BY "{role}"; DROP ROLE "{role}";
                    END IF; END $$
                    """);
            }
        }

        string As(string role) => new NpgsqlConnectionStringBuilder(administrator)
        {
            Username = role,
            Password = "x",
            Pooling = false,
        }.ConnectionString;

        async Task RunRoleFileAsync(string file, string role, string connection)
        {
            var result = await server.RunToolAsync("psql", connection, "-v", $"role={role}", "-f",
                $"../deploy/roles/{file}.sql");
            Assert.True(result.ExitStatus == 0, result.AllOutput);
        }
    }

    [Fact]
    public async Task The_systemd_units_are_valid_and_hardened()
    {
        using var directory = new TemporaryDirectory();
        var program = Path.Combine(directory.Path, "session-cleanup");
        await File.WriteAllTextAsync(program, "", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var unit in new[] { "session-cleanup.service", "session-cleanup.timer",
            "session-cleanup-failure@.service" })
        {
            await File.WriteAllTextAsync(
                Path.Combine(directory.Path, unit),
                Read($"systemd/{unit}").Replace("/usr/local/bin/session-cleanup", program, StringComparison.Ordinal),
                TestContext.Current.CancellationToken);
        }

        Assert.Contains("\nOnFailure=session-cleanup-failure@%n.service\n", Read("systemd/session-cleanup.service"),
            StringComparison.Ordinal);
        string service = Path.Combine(directory.Path, "session-cleanup.service"),
        timer = Path.Combine(directory.Path, "session-cleanup.timer");
        var verified = await ProcessResult.RunAsync("systemd-analyze",
            ["verify", service, timer, Path.Combine(directory.Path, "session-cleanup-failure@x.service")]);
        Assert.Equal((0, ""), (verified.ExitStatus, verified.AllOutput));
        var security = await ProcessResult.RunAsync("systemd-analyze",
            ["security", "--offline=true", "--threshold=15", service]);
        Assert.True(security.ExitStatus == 0, security.AllOutput);
        var calendar = CalendarLine().Match(Read("systemd/session-cleanup.timer")).Groups["calendar"].Value;
        var elapse = await ProcessResult.RunAsync("systemd-analyze", ["calendar", calendar]);
        Assert.True(elapse.ExitStatus == 0, elapse.AllOutput);
    }

    [Fact]
    [Trait("needs", "pg_cron")]
    public async Task The_lines_for_cron_and_pg_cron_are_accepted_run_and_leave_a_log_that_rotates()
    {
        await using var cluster = await PrivateCluster.StartAsync(
            "shared_preload_libraries=pg_cron", "cron.use_background_workers=on", "cron.database_name=postgres");
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("CREATE EXTENSION pg_cron");
        Assert.Equal(0, (await CommandLine.RunAsync("migrate", "--connection", cluster.ConnectionString)).ExitStatus);
        using var directory = new TemporaryDirectory();
        var log = Path.Combine(directory.Path, "cleanup.log");

        // pg_cron reads schedules as Vixie's cron does.
        var lines = CronLine().Matches(Read("cron/session-cleanup")).ToArray();
        Assert.Equal(["0 2 * * *", "0 */6 * * *", "0 3 * * 0", "0 0 * * *"],
            lines.Select(line => line.Groups["schedule"].Value.Trim()));
        foreach (var line in lines)
        {
            Assert.Equal("session-cleanup", line.Groups["user"].Value);
            await connection.ScalarAsync<long>("SELECT cron.schedule('crontab', $1, 'SELECT')",
                line.Groups["schedule"].Value.Trim());
            var command = line.Groups["command"].Value.Replace("/var/log/session-cleanup/cleanup.log", log,
                StringComparison.Ordinal);
            var ran = await ProcessResult.RunAsync(
                "/bin/sh",
                ["-c", command],
                new Dictionary<string, string?>
                {
                    ["PATH"] = $"{Path.GetDirectoryName(CommandLine.Program)}:/usr/local/bin:/usr/bin:/bin",
                    ["SESSION_CLEANUP_CONNECTION"] = cluster.ConnectionString,
                });
            Assert.Equal((0, ""), (ran.ExitStatus, ran.AllOutput));
        }

        var logged = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        Assert.Equal(lines.Length,
            logged.Count(line =>
                line.EndsWith("0 sessions cleaned up, 0 members set offline", StringComparison.Ordinal)));

        var user = Environment.UserName;
        var configuration = Path.Combine(directory.Path, "logrotate.conf");
        await File.WriteAllTextAsync(
            configuration,
            Read("cron/session-cleanup.logrotate")
                .Replace("/var/log/session-cleanup", directory.Path, StringComparison.Ordinal)
                .Replace("session-cleanup session-cleanup", $"{user} {user}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var rotated = await ProcessResult.RunAsync(
            LogRotate(), ["--force", "--state", Path.Combine(directory.Path, "state"), configuration]);
        Assert.Equal((0, ""), (rotated.ExitStatus, rotated.AllOutput));
        Assert.Equal(logged, await File.ReadAllLinesAsync(log + ".1", TestContext.Current.CancellationToken));
        Assert.Equal("", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));

        var scheduled = await PostgresServer.RunMachineToolAsync(
            "psql", cluster.ConnectionString, "-v", "database=postgres", "-v", "schedule=0 2 * * *", "-f",
            "../deploy/pg_cron/session-cleanup.sql");
        Assert.True(scheduled.ExitStatus == 0, scheduled.AllOutput);
        const string Job =
            "SELECT schedule, command, database FROM cron.job WHERE jobname = 'session-cleanup postgres'";
        var bySql = await connection.RowsAsync(Job);
        var byProgram = await CommandLine.RunAsync("schedule", "0 2 * * *", "--connection", cluster.ConnectionString);
        Assert.StartsWith("Replaced", byProgram.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(bySql, await connection.RowsAsync(Job));
    }

    /// <summary>Parsed into Kubernetes' own types; a key that they don't have is an error.</summary>
    [Fact]
    public void The_Kubernetes_CronJob_has_only_keys_that_Kubernetes_knows()
    {
        var yaml = Read("kubernetes/session-cleanup.yaml");

        var job = KubernetesYaml.Deserialize<V1CronJob>(yaml, strict: true);

        Assert.Equal(("batch/v1", "CronJob", "0 2 * * *"), (job.ApiVersion, job.Kind, job.Spec.Schedule));
        var container = Assert.Single(job.Spec.JobTemplate.Spec.Template.Spec.Containers);
        Assert.Equal(["cleanup", "--output", "json"], container.Args);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.Deserialize<V1CronJob>(
            yaml.Replace("backoffLimit", "backofLimit", StringComparison.Ordinal), strict: true));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", file));

    private static string LogRotate() =>
        Array.Find(["/usr/sbin/logrotate", "/usr/bin/logrotate", "/usr/local/sbin/logrotate"], File.Exists)
            ?? throw new InvalidOperationException(
            "logrotate is missing, which the tests need. Install it (on Debian: apt-get install logrotate), or run "
                + "scripts/test, which does.");

    [GeneratedRegex(@"^OnCalendar=(?<calendar>.*)$", RegexOptions.Multiline)]
    private static partial Regex CalendarLine();

    [GeneratedRegex(@"^#?(?<schedule>[0-9*](\S*\s+){5})(?<user>\S+)\s+(?<command>session-cleanup .*)$",
        RegexOptions.Multiline)]
    private static partial Regex CronLine();

    private sealed class TemporaryDirectory : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("session-cleanup-test-");

        public string Path => _directory.FullName;

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
