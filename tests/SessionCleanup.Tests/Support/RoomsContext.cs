using Microsoft.EntityFrameworkCore;

namespace SessionCleanup.Tests.Support;

/// <summary>
/// Entity Framework Core, as an application uses it: on our own tables, or on its own that are adopted.
/// </summary>
internal abstract class RoomsContext(string connectionString, bool isAdopted) : DbContext
{
    public DbSet<Room> Rooms => Set<Room>();

    public DbSet<Person> People => Set<Person>();

    public static RoomsContext Over(string connectionString, bool isAdopted) =>
        isAdopted ? new AdoptedRooms(connectionString) : new OwnRooms(connectionString);

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(connectionString);

    protected override void OnModelCreating(ModelBuilder model)
    {
        var room = model.Entity<Room>();
        room.HasKey(row => row.Id);
        room.ToTable(isAdopted ? "Rooms" : "session", isAdopted ? "app" : "public");
        var person = model.Entity<Person>();
        person.ToTable(isAdopted ? "people" : "session_member", isAdopted ? "app" : "public");
        person.HasKey(row => new { row.RoomId, row.UserId });
        person.HasOne(row => row.Room).WithMany(row => row.People).HasForeignKey(row => row.RoomId);

        void Name<T, TValue>(
            Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> entity,
            System.Linq.Expressions.Expression<Func<T, TValue>> property,
            string own,
            string adopted)
            where T : class => entity.Property(property).HasColumnName(isAdopted ? adopted : own);

        Name(room, row => row.Id, "session_id", "Id");
        Name(room, row => row.Link, "share_id", "slug");
        Name(room, row => row.Owner, "owner_id", "Owner Id");
        Name(room, row => row.Title, "title", "name");
        Name(room, row => row.Kind, "session_type", "kind");
        Name(room, row => row.IsActive, "is_active", "open");
        Name(room, row => row.LastActivity, "last_activity_at", "used_at");
        Name(room, row => row.ExpiresAt, "expires_at", "ends_at");
        Name(person, row => row.RoomId, "session_id", "room");
        Name(person, row => row.UserId, "user_id", "person");
        Name(person, row => row.IsOnline, "is_online", "here");
        room.Property(row => row.Link).HasDefaultValueSql("gen_random_uuid()");
    }
}

/// <summary>A class for each, because Entity Framework Core keeps one model for each class.</summary>
internal sealed class OwnRooms(string connectionString) : RoomsContext(connectionString, isAdopted: false);

internal sealed class AdoptedRooms(string connectionString) : RoomsContext(connectionString, isAdopted: true);

internal sealed class Room
{
    public long Id { get; set; }

    public Guid Link { get; set; }

    public long? Owner { get; set; }

    public string? Title { get; set; }

    public string Kind { get; set; } = "collaborative";

    public bool IsActive { get; set; } = true;

    public DateTime LastActivity { get; set; } = DateTime.UtcNow;

    public DateTime? ExpiresAt { get; set; } = DateTime.UtcNow.AddDays(7);

    public List<Person> People { get; set; } = [];
}

internal sealed class Person
{
    public long RoomId { get; set; }

    public Room? Room { get; set; }

    public long UserId { get; set; }

    public bool IsOnline { get; set; }
}
