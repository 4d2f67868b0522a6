using Npgsql;

namespace SessionCleanup.Tests.Support;

/// <summary>The row that cleanup_sessions() and cleanup_run_finish() return.</summary>
internal sealed record Cleanup(long Cleaned, long MembersSetOffline, long Active, long Inactive, long Total)
{
    public static async Task<Cleanup> ReadAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var cleanup = new Cleanup(
            reader.GetInt64(reader.GetOrdinal("sessions_cleaned")),
            reader.GetInt64(reader.GetOrdinal("members_set_offline")),
            reader.GetInt64(reader.GetOrdinal("active_sessions")),
            reader.GetInt64(reader.GetOrdinal("inactive_sessions")),
            reader.GetInt64(reader.GetOrdinal("total_sessions")));
        Assert.False(await reader.ReadAsync());
        return cleanup;
    }
}

internal static class CleanupExtensions
{
    public static Task<Cleanup> CleanupAsync(this NpgsqlConnection connection, bool dryRun = false) =>
        Cleanup.ReadAsync(connection, "SELECT * FROM public.cleanup_sessions(dry_run => $1)", dryRun);

    public static Task<Cleanup> FinishAsync(this NpgsqlConnection connection, long run) =>
        Cleanup.ReadAsync(connection, "SELECT * FROM public.cleanup_run_finish($1)", run);
}
