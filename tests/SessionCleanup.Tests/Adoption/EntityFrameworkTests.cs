using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

/// <summary>What holds for plain SQL holds for Entity Framework Core.</summary>
public sealed class EntityFrameworkTests(PostgresServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_are_created_read_grouped_updated_and_locked(bool isAdopted)
    {
        await using var rooms = await OpenAsync(isAdopted);
        var room = new Room
        {
            Title = "first",
            People = [new Person { UserId = 1, IsOnline = true }, new Person { UserId = 2 }]
        };
        rooms.AddRange(room, new Room { Title = "second" },
            new Room { Title = "third", Kind = "simple", ExpiresAt = null });
        await rooms.SaveChangesAsync(Stop);
        Assert.NotEqual(0, room.Id);
        Assert.NotEqual(Guid.Empty, room.Link);

        room.Title = "renamed";
        room.LastActivity = DateTime.UtcNow;
        await rooms.SaveChangesAsync(Stop);
        await rooms.Rooms.Where(row => row.Title == "second").ExecuteUpdateAsync(
            row => row.SetProperty(changed => changed.Owner, 7), Stop);

        var counted = await rooms.Rooms.OrderBy(row => row.Id)
            .Select(row => new { row.Title, row.Owner, Online = row.People.Count(person => person.IsOnline) })
                .ToListAsync(Stop);
        Assert.Equal(["renamed||1", "second|7|0", "third||0"],
            counted.Select(row => $"{row.Title}|{row.Owner}|{row.Online}"));
        var kinds = await rooms.Rooms.GroupBy(row => row.Kind).Select(kind => new { kind.Key, Number = kind.Count() })
            .OrderBy(kind => kind.Key).ToListAsync(Stop);
        Assert.Equal(["collaborative 2", "simple 1"], kinds.Select(kind => $"{kind.Key} {kind.Number}"));

        await using var transaction = await rooms.Database.BeginTransactionAsync(Stop);
        var locked = isAdopted
            ? rooms.Rooms.FromSql($"SELECT * FROM app.\"Rooms\" FOR UPDATE SKIP LOCKED")
            : rooms.Rooms.FromSql($"SELECT * FROM session FOR UPDATE SKIP LOCKED");
        Assert.Equal(3, (await locked.ToListAsync(Stop)).Count);
        await transaction.RollbackAsync(Stop);
        await rooms.People.Where(person => person.UserId == 2).ExecuteDeleteAsync(Stop);
        Assert.Equal(1, await rooms.People.CountAsync(Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Members_of_a_session_that_ends_go_offline_and_the_rules_refuse_the_rest(bool isAdopted)
    {
        await using var rooms = await OpenAsync(isAdopted);
        var room = await AddRoomAsync(rooms, isOnline: true);
        room.IsActive = false;
        await rooms.SaveChangesAsync(Stop);
        Assert.False(await rooms.People.Select(person => person.IsOnline).SingleAsync(Stop));

        // The change tracker still has the member online: a stale save brings nobody back.
        rooms.People.Local.Single().IsOnline = false;
        await rooms.SaveChangesAsync(Stop);
        rooms.People.Local.Single().IsOnline = true;
        Assert.Equal("SC001", await SqlStateAsync(rooms));
        rooms.ChangeTracker.Clear();
        rooms.Remove(new Room { Id = room.Id });
        Assert.Equal("SC002", await SqlStateAsync(rooms));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeatable_read_transaction_that_missed_a_member_can_t_end_the_session(bool isAdopted)
    {
        await using var rooms = await OpenAsync(isAdopted);
        var room = await AddRoomAsync(rooms, isOnline: false);
        await using var transaction = await rooms.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Stop);
        Assert.Equal(0, await rooms.People.CountAsync(person => person.IsOnline, Stop));
        await using (var other = RoomsContext.Over(rooms.Database.GetConnectionString()!, isAdopted))
        {
            await other.People.ExecuteUpdateAsync(person => person.SetProperty(row => row.IsOnline, true), Stop);
        }

        room.IsActive = false;
        Assert.Equal(PostgresErrorCodes.SerializationFailure, await SqlStateAsync(rooms));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bulk_insert_with_conflicts_inserts_nothing_and_one_that_ignores_them_the_rest(bool isAdopted)
    {
        await using var rooms = await OpenAsync(isAdopted);
        var room = await AddRoomAsync(rooms, isOnline: false);
        rooms.ChangeTracker.Clear();
        rooms.AddRange(
            Enumerable.Range(1, 500).Select(user => new Person { RoomId = room.Id, UserId = user, IsOnline = true }));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, await SqlStateAsync(rooms));
        Assert.Equal(1, await rooms.People.CountAsync(Stop));

        // Entity Framework Core leaves ON CONFLICT to SQL.
        Assert.Equal(499, await rooms.Database.ExecuteSqlAsync(
            isAdopted
                ? (FormattableString)$"""
                    INSERT INTO app.people (room, person, here)
                    SELECT {room.Id}, number, true FROM generate_series(1, 500) AS number ON CONFLICT DO NOTHING
                    """
                : $"""
                    INSERT INTO session_member (session_id, user_id, is_online)
                    SELECT {room.Id}, number, true FROM generate_series(1, 500) AS number ON CONFLICT DO NOTHING
                    """,
            Stop));
        Assert.Equal(499, await rooms.People.CountAsync(person => person.IsOnline, Stop));
        await rooms.Rooms.ExecuteUpdateAsync(row => row.SetProperty(changed => changed.IsActive, false), Stop);
        Assert.Equal(0, await rooms.People.CountAsync(person => person.IsOnline, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_later_migrations_work_and_the_rules_hold_after_them(bool isAdopted)
    {
        await using var rooms = await OpenAsync(isAdopted);
        var (schema, table, key) = isAdopted ? ("app", "Rooms", "Id") : ("public", "session", "session_id");
        (string Name, Action<MigrationBuilder> Change, string? SqlState)[] migrations =
        [
            ("add a column", to => to.AddColumn<string>(
                "theme", table, "character varying(20)", schema: schema, nullable: false, defaultValue: "dark"), null),
            ("alter a column", to => to.AlterColumn<string>("theme", table, "text", schema: schema), null),
            ("rename a column", to => to.RenameColumn("theme", table, "look", schema), null),
            ("add an index", to => to.CreateIndex("IX_look", table, "look", schema, unique: false), null),
            ("add a constraint", to => to.AddCheckConstraint("CK_look", table, "look <> ''", schema), null),
            ("add a table with a foreign key", to => to.CreateTable(
                "comments",
                columns => new { Id = columns.Column<int>(), Room = columns.Column<long>() },
                schema,
                comments =>
                {
                    comments.PrimaryKey("PK_comments", row => row.Id);
                    comments.ForeignKey("FK_comments", row => row.Room, table, key, schema);
                }), null),
            ("remove a constraint", to => to.DropCheckConstraint("CK_look", table, schema), null),
            ("remove an index", to => to.DropIndex("IX_look", table, schema), null),
            ("remove a column", to => to.DropColumn("look", table, schema), null),
            ("alter a mapped column", to => to.AlterColumn<string>(
                "name", table, "character varying(300)", schema: schema), "0A000"),
            ("remove a mapped column", to => to.DropColumn("name", table, schema), "2BP01"),
        ];
        foreach (var (name, change, sqlState) in isAdopted ? migrations : migrations[..^2])
        {
            Assert.Equal($"{name} {sqlState}", $"{name} {await MigrateAsync(rooms, change)}");
        }

        await AssertSoundAsync(rooms);
        if (isAdopted)
        {
            Assert.Null(await MigrateAsync(rooms, to => to.RenameColumn("open", table, "still_open", schema)));
            await using var connection = new NpgsqlConnection(rooms.Database.GetConnectionString());
            await connection.OpenAsync(Stop);
            await connection.ExecuteAsync("""
                INSERT INTO app."Rooms" (kind) VALUES ('collaborative');
                INSERT INTO app.people (room, person, here) SELECT max("Id"), 1, true FROM app."Rooms";
                UPDATE app."Rooms" SET still_open = false;
                """);
            Assert.Equal(0, await connection.ScalarAsync<long>("SELECT count(*) FROM app.people WHERE here"));
        }
    }

    /// <summary>Runs one migration as Database.Migrate() does, without its journal.</summary>
    /// <returns>The SQLSTATE with which it failed, or null.</returns>
    private static async Task<string?> MigrateAsync(RoomsContext rooms, Action<MigrationBuilder> change)
    {
        var builder = new MigrationBuilder(rooms.Database.ProviderName);
        change(builder);
        var commands = rooms.GetService<IMigrationsSqlGenerator>()
            .Generate(builder.Operations, rooms.GetService<IDesignTimeModel>().Model);
        try
        {
            await rooms.GetService<IMigrationCommandExecutor>()
                .ExecuteNonQueryAsync(commands, rooms.GetService<IRelationalConnection>(), Stop);
            return null;
        }
        catch (PostgresException exception)
        {
            return exception.SqlState;
        }
    }

    /// <summary>A session can begin and end, its member goes offline, and check finds nothing.</summary>
    private static async Task AssertSoundAsync(RoomsContext rooms)
    {
        var room = await AddRoomAsync(rooms, isOnline: true);
        room.IsActive = false;
        await rooms.SaveChangesAsync(Stop);
        Assert.False(await rooms.People.Select(person => person.IsOnline).SingleAsync(Stop));
        var check = await CommandLine.RunAsync("check", "--connection", rooms.Database.GetConnectionString()!);
        Assert.True(check.ExitStatus == 0, check.StandardOutput + check.StandardError);
    }

    /// <summary>A session with member 1.</summary>
    private static async Task<Room> AddRoomAsync(RoomsContext rooms, bool isOnline)
    {
        var room = new Room { People = [new Person { UserId = 1, IsOnline = isOnline }] };
        rooms.Add(room);
        await rooms.SaveChangesAsync(Stop);
        return room;
    }

    private async Task<RoomsContext> OpenAsync(bool isAdopted)
    {
        var connectionString = await server.DisposableMigratedDatabaseAsync();
        if (isAdopted)
        {
            await AdoptedSchema.AdoptAsync(connectionString);
        }

        return RoomsContext.Over(connectionString, isAdopted);
    }

    private static async Task<string?> SqlStateAsync(RoomsContext rooms)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => rooms.SaveChangesAsync(Stop));
        return (failure as PostgresException ?? failure.InnerException as PostgresException
            ?? failure.InnerException?.InnerException as PostgresException)?.SqlState;
    }
}
