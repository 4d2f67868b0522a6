using System.Globalization;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

/// <summary>Adopting large tables while the application uses them, and going on after a kill.</summary>
public sealed class AdoptUnderFireTests(PostgresServer server) : IAsyncLifetime
{
    private const int Sessions = 30_000;

    /// <summary>Active sessions whose expires_at is not what their lifetime, from their last use, makes it.</summary>
    private const string WrongLifetimes =
        """
        SELECT count(*)
          FROM app."Rooms"
          JOIN lifetime USING ("Id")
         WHERE open
           AND abs(extract(EPOCH FROM ends_at - used_at - lifetime.chosen)) >= 1
        """;

    private readonly string _file = Path.GetTempFileName();
    private string _connectionString = "";
    private NpgsqlConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.DisposableMigratedDatabaseAsync();
        _connection = await Sql.OpenAsync(_connectionString);
        await _connection.ExecuteAsync(AdoptedSchema.Tables);
        await _connection.ExecuteAsync(
            $"""
            INSERT INTO app."Rooms" (kind, made_at, used_at, ends_at)
            SELECT 'collaborative', now() - interval '8 days', now() - number % 7 * interval '1 day',
                   now() + number % 20 * interval '1 hour' + interval '1 hour'
              FROM generate_series(1, {Sessions}) AS number;
            INSERT INTO app.people (room, person, here) SELECT "Id", 1, true FROM app."Rooms";
            CREATE TABLE lifetime AS SELECT "Id", ends_at - made_at AS chosen FROM app."Rooms";
            ALTER TABLE lifetime ADD PRIMARY KEY ("Id");
            """);
        await File.WriteAllTextAsync(
            _file, AdoptedSchema.MappingWith("activity_moves_expires_at", "true"),
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Tables_in_use_are_adopted_and_each_session_keeps_its_lifetime_from_its_last_use()
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(number => WriteAsync(number, stop.Token)).ToArray();

        var adopt = await CommandLine.RunAsync("adopt", _file, "--connection", _connectionString);

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(adopt.ExitStatus == 0, adopt.StandardError);
        Assert.Equal(0, await _connection.ScalarAsync<long>(WrongLifetimes));
        await TheAdoptionIsWholeAsync();
    }

    [Theory]
    [InlineData("KILL", true)]
    [InlineData("KILL", false)]
    [InlineData("TERM", true)]
    public async Task After_a_kill_between_its_batches_adopting_again_moves_no_expiry_twice(
        string signal, bool byTheProgram)
    {
        await _connection.ExecuteAsync(
            """
            CREATE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.0001); RETURN NEW; END';
            CREATE TRIGGER slow_down BEFORE UPDATE ON app."Rooms" FOR EACH ROW EXECUTE FUNCTION slow_down();
            """);
        using (var process = CommandLine.Start("adopt", _file, "--connection", _connectionString))
        {
            await Sql.UntilAsync(_connectionString, "SELECT EXISTS (SELECT FROM session_adoption_moved)");
            Assert.False(process.HasExited);
            await ProcessResult.RunAsync("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
            var killed = await CommandLine.FinishAsync(process);
            Assert.Equal(signal == "TERM" ? 128 + 15 : 128 + 9, killed.ExitStatus);
            Assert.Equal(
                signal == "TERM",
                killed.StandardError.Contains("run adopt again for the rest", StringComparison.Ordinal));
        }

        await Sql.UntilAsync(
            _connectionString,
            "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'session-cleanup' AND datname = "
                + "current_database()");

        Assert.InRange(
            await _connection.ScalarAsync<long>("SELECT count(*) FROM session_adoption_moved"), 1, Sessions - 1);
        await _connection.ExecuteAsync("DROP FUNCTION slow_down() CASCADE");
        await _connection.ExecuteAsync("UPDATE app.\"Rooms\" SET used_at = now() WHERE \"Id\" % 100 = 0");

        if (byTheProgram)
        {
            var adopt = await CommandLine.RunAsync("adopt", _file, "--connection", _connectionString);
            Assert.True(adopt.ExitStatus == 0, adopt.StandardError);
        }
        else
        {
            var mapping = await File.ReadAllTextAsync(_file, TestContext.Current.CancellationToken);
            await _connection.ExecuteAsync("SELECT * FROM adopt_session_tables($1::jsonb)", mapping);
        }

        await _connection.ExecuteAsync("UPDATE app.\"Rooms\" SET used_at = now() WHERE \"Id\" % 150 = 0");
        Assert.Equal(0, await _connection.ScalarAsync<long>(WrongLifetimes));
        await TheAdoptionIsWholeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Adopting_again_looks_at_the_rows_only_where_the_last_time_was_interrupted(bool interrupted)
    {
        await CommandLine.RunAsync("adopt", _file, "--connection", _connectionString);
        // A row as nobody writes it under the triggers, to see whether it is looked at.
        await _connection.ExecuteAsync(
            """
            SET session_replication_role = replica;
            UPDATE app."Rooms" SET open = false WHERE "Id" = 1;
            RESET session_replication_role;
            """);
        if (interrupted)
        {
            // As a kill leaves it that comes when the tables are adopted and the last batches aren't done.
            await _connection.ExecuteAsync("UPDATE session_adoption SET rows_changed_at = NULL");
        }

        var adopt = await CommandLine.RunAsync("adopt", _file, "--connection", _connectionString);

        Assert.True(adopt.ExitStatus == 0, adopt.StandardError);
        Assert.Equal(!interrupted, await _connection.ScalarAsync<bool>("SELECT here FROM app.people WHERE room = 1"));
        Assert.True(await _connection.ScalarAsync<bool>("SELECT rows_changed_at IS NOT NULL FROM session_adoption"));
    }

    /// <summary>
    /// What an application without rules does: half of it in the same five sessions, and people who stay in rooms that
    /// are closed.
    /// </summary>
    private async Task WriteAsync(int number, CancellationToken stop)
    {
        var random = new Random(number);
        await using var connection = await Sql.OpenAsync(_connectionString);
        while (!stop.IsCancellationRequested)
        {
            var room = 1 + (random.Next(2) == 0 ? random.Next(5) : random.Next(Sessions));
            try
            {
                await connection.ExecuteAsync(random.Next(20) switch
                {
                    0 => $"""UPDATE app."Rooms" SET open = false WHERE "Id" = {1 + random.Next(Sessions)}""",
                    1 => $"UPDATE app.people SET here = true WHERE room = {room}",
                    _ => $"""UPDATE app."Rooms" SET used_at = now() WHERE "Id" = {room}""",
                });
            }
            catch (PostgresException exception) when (exception.SqlState is "SC001" or "40P01")
            {
                // Adopted by now: a closed room, or two writers that lock a room and its people in different orders.
            }
        }
    }

    private async Task TheAdoptionIsWholeAsync()
    {
        Assert.Equal(0, await _connection.ScalarAsync<long>(
            "SELECT count(*) FROM app.people JOIN app.\"Rooms\" ON \"Id\" = room WHERE here AND NOT open"));
        Assert.Equal(0, await _connection.ScalarAsync<long>(
            "SELECT count(*) FROM pg_class WHERE relname = 'session_cleanup_adoption_idx'"));
        Assert.True(await _connection.ScalarAsync<bool>("SELECT rows_changed_at IS NOT NULL FROM session_adoption"));
        var check = await CommandLine.RunAsync("check", "--connection", _connectionString);
        Assert.True(check.ExitStatus == 0, check.StandardOutput);
    }
}
