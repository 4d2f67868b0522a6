using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests.Adoption;

/// <summary>A mapping that is wrong, or tables that can't be adopted: a clear error, and nothing changed.</summary>
public sealed class MappingTests(PostgresServer server)
{
    [Theory]
    [InlineData("session.table", "\"app.nowhere\"", "names a table that is not there: app.nowhere")]
    [InlineData("session.table", "\"app.a_view\"", "is a view")]
    [InlineData("session.table", "\"app.a_foreign_table\"", "is a foreign table")]
    [InlineData("session.table", "\"app.parted\"", "is a partitioned table")]
    [InlineData("session.table", "\"app.a_partition\"", "is a partition")]
    [InlineData("session.table", "\"app.an_heir\"", "is a table with inheritance")]
    [InlineData("session.table", "\"app.people\"", "names table app.people for both session and session_member")]
    [InlineData("session.table", "\"session\"", "is no table of an application")]
    [InlineData("session.table", "\"pg_catalog.pg_class\"", "is no table of an application")]
    [InlineData("session.table", "7", "session in the mapping must be an object")]
    [InlineData("session.table", null, "session in the mapping must be an object")]
    [InlineData("session.tables", "1", "session in the mapping must be an object")]
    [InlineData("session_member", null, "session_member in the mapping must be an object")]
    [InlineData("session.columns.title", "\"nowhere\"", "has no column nowhere")]
    [InlineData("session.columns.deactivated_at", "\"nowhere\"", "has no column nowhere")]
    [InlineData("session.columns.name", "\"name\"", "unknown column: name")]
    [InlineData("session.columns.title", "3", "the mapping of session.title is 3")]
    [InlineData("session.columns.is_active", "null", "the mapping of session.is_active is null")]
    [InlineData("session.columns.owner_id", "\"Id\"", "names column Id twice")]
    [InlineData("session.columns.expires_at", "\"made_at\"", "names column made_at twice")]
    [InlineData("session.columns.title", "\"code_number\"", "is of type integer; session.title needs text")]
    [InlineData("session.columns.session_id", "\"slug\"", "is of type uuid; session.session_id needs")]
    [InlineData("session.columns.session_id", "\"Owner Id\"", "is not unique")]
    [InlineData("session.columns.expires_at", "\"local_time\"", "is of type timestamp without time zone")]
    [InlineData("session.columns.is_active", "\"maybe\"", "may be null")]
    [InlineData("session.columns.is_active", "\"derived\"", "is generated")]
    [InlineData("session_member.table", "\"app.Rooms\"", "names table app.Rooms for both session and session_member")]
    [InlineData("session_types", "{}", "session_types in the mapping must name at least one type")]
    [InlineData("session_types.collaborative", "\"7 dayz\"",
        "timeout of session type collaborative in the mapping is \"7 dayz\"")]
    [InlineData("session_types.collaborative", "\"-1 day\"",
        "timeout of session type collaborative in the mapping is \"-1 day\"")]
    [InlineData("session_types.collaborative", "7", "timeout of session type collaborative in the mapping is 7")]
    [InlineData("session_types.simple", null, "2 sessions are of type 'simple', which the mapping does not name")]
    [InlineData("delete", "\"maybe\"", "delete in the mapping is \"maybe\"")]
    [InlineData("null_expires_at", "true", "null_expires_at in the mapping is true")]
    [InlineData("activity_moves_expires_at", "\"yes\"", "activity_moves_expires_at in the mapping is \"yes\"")]
    [InlineData("deletes", "\"allow\"", "unknown key: deletes")]
    public async Task A_wrong_mapping_is_a_clear_error_and_changes_nothing(string path, string? json, string message)
    {
        var database = await server.MigratedDatabaseAsync(nameof(MappingTests));
        await PrepareAsync(database);

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ExecuteAsync("SELECT adopt_session_tables($1::jsonb)", AdoptedSchema.MappingWith(path, json)));

        Assert.Contains(message, error.MessageText, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
        Assert.Equal(
            "r|False", Assert.Single(await database.RowsAsync(
                "SELECT relkind, EXISTS (SELECT FROM session_adoption) FROM pg_class "
                    + "WHERE oid = 'session'::regclass")));
    }

    [Theory]
    [InlineData("INSERT INTO session (session_type) VALUES ('simple')",
        "own tables session and session_member are not empty")]
    [InlineData(
        "ALTER TABLE app.people DROP CONSTRAINT people_room_fkey; INSERT INTO app.people (room, person) VALUES (99, 1)",
        "1 row of app.people has no session")]
    [InlineData("INSERT INTO app.people (room, person, may) VALUES (1, 1, 'admin')",
        "1 member has permission 'admin'; Session Cleanup knows view and edit (Put \"permission\": null")]
    [InlineData("UPDATE cleanup_setting SET node_number = 0, node_count = 2", "this database is node 0 of a router")]
    [InlineData("CREATE TABLE session_own ()", "there is a relation named public.session_own already")]
    [InlineData("CREATE TABLE app.session_cleanup_queue_idx ()", "index app.session_cleanup_queue_idx is invalid")]
    public async Task What_is_in_the_way_is_listed_and_nothing_changed(string statement, string problem)
    {
        var connectionString = await server.DisposableMigratedDatabaseAsync();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(AdoptedSchema.Tables);
        await connection.ExecuteAsync("INSERT INTO app.\"Rooms\" (kind) VALUES ('simple'), ('simple')");
        await connection.ExecuteAsync(statement);

        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("SELECT adopt_session_tables($1::jsonb)", AdoptedSchema.Mapping));
        Assert.Contains(problem, error.MessageText, StringComparison.Ordinal);
        Assert.Equal("r",
            await connection.ScalarAsync<string>("SELECT relkind::text FROM pg_class WHERE oid = 'session'::regclass"));
    }

    [Fact]
    public async Task A_table_that_somebody_else_owns_is_refused()
    {
        var connectionString = await server.DisposableMigratedDatabaseAsync();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(AdoptedSchema.Tables);
        await connection.ExecuteAsync(
            $"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {PostgresServer.Runner}; GRANT USAGE ON SCHEMA app "
            + $"TO {PostgresServer.Runner};"
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON session_adoption TO {PostgresServer.Runner}; SET ROLE "
                + $"{PostgresServer.Runner}");
        var error = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("SELECT adopt_session_tables($1::jsonb)", AdoptedSchema.Mapping));
        Assert.Contains($"table app.Rooms belongs to postgres, not to {PostgresServer.Runner}", error.MessageText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData(null, "The mapping can't be read")]
    public async Task A_file_that_holds_no_mapping_is_wrong_usage(string? text, string message)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (text is not null)
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        var result = await CommandLine.RunAsync("adopt", file, "--connection", "Host=127.0.0.1;Port=1");
        File.Delete(file);
        Assert.Equal(64, result.ExitStatus);
        Assert.Contains(message, result.StandardError, StringComparison.Ordinal);
    }

    private static async Task PrepareAsync(TestDatabase database)
    {
        if (await database.ScalarAsync<bool>("SELECT to_regclass('app.people') IS NOT NULL"))
        {
            return;
        }

        await database.ExecuteAsync(AdoptedSchema.Tables);
        await database.ExecuteAsync(
            """
            ALTER TABLE app."Rooms" ADD code_number integer, ADD local_time timestamp, ADD maybe boolean,
                ADD derived boolean GENERATED ALWAYS AS (true) STORED;
            INSERT INTO app."Rooms" (kind) VALUES ('simple'), ('simple');
            CREATE VIEW app.a_view AS TABLE app."Rooms";
            CREATE TABLE app.parted ("Id" bigint) PARTITION BY RANGE ("Id");
            CREATE TABLE app.a_partition PARTITION OF app.parted DEFAULT;
            CREATE TABLE app.ancestor (x integer); CREATE TABLE app.an_heir () INHERITS (app.ancestor);
            CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing;
            CREATE FOREIGN TABLE app.a_foreign_table ("Id" bigint) SERVER nowhere;
            """);
    }
}
