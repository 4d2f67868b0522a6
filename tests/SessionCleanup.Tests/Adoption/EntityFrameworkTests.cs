using System.Data;
using Microsoft.EntityFrameworkCore;
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
        var room = new Room { People = [new Person { UserId = 1, IsOnline = true }] };
        rooms.Add(room);
        await rooms.SaveChangesAsync(Stop);
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
        var room = new Room { People = [new Person { UserId = 1 }] };
        rooms.Add(room);
        await rooms.SaveChangesAsync(Stop);
        await using var transaction = await rooms.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Stop);
        Assert.Equal(0, await rooms.People.CountAsync(person => person.IsOnline, Stop));
        await using (var other = RoomsContext.Over(rooms.Database.GetConnectionString()!, isAdopted))
        {
            await other.People.ExecuteUpdateAsync(person => person.SetProperty(row => row.IsOnline, true), Stop);
        }

        room.IsActive = false;
        Assert.Equal(PostgresErrorCodes.SerializationFailure, await SqlStateAsync(rooms));
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
