using System.Globalization;
using Npgsql;
using SessionCleanup.Tests.Support;

namespace SessionCleanup.Tests;

/// <summary>A run that would clean more than refuse_above changes nothing.</summary>
public sealed class BrakeTests(PostgresServer server) : DatabaseTest(server)
{
    private const string Remains =
        "SELECT count(*) FILTER (WHERE is_active), (SELECT count(*) FROM cleanup_run) FROM session";

    [Theory]
    [InlineData("SELECT cleanup_sessions()")]
    [InlineData("CALL cleanup_sessions_in_batches(1)")]
    [InlineData("SELECT cleanup_run_begin()")]
    public async Task From_SQL_it_fails_with_SC004_and_leaves_no_row_of_history(string call)
    {
        await Given.ExpiredSessionsAsync(3);
        await Database.ExecuteAsync("UPDATE cleanup_setting SET refuse_above = 2");

        var exception = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(call));

        Assert.Equal("SC004", exception.SqlState);
        Assert.Contains("more than 2 sessions are expired", exception.MessageText, StringComparison.Ordinal);
        Assert.Contains("session_cleanup.refuse_above = 0", exception.Hint, StringComparison.Ordinal);
        Assert.Equal(["3|0"], await Database.RowsAsync(Remains));
    }

    [Theory]
    [InlineData("--batch-size=10000")]
    [InlineData("--batch-size=0")]
    public async Task From_the_command_line_it_fails_and_0_lifts_it_for_once(string batches)
    {
        await Given.ExpiredSessionsAsync(3);

        var refused = await CleanupAsync(batches, "--refuse-above=2");
        Assert.Equal(1, refused.ExitStatus);
        Assert.Contains("The cleanup was refused: more than 2 sessions are expired", refused.StandardError,
            StringComparison.Ordinal);
        Assert.Equal(["3|0"], await Database.RowsAsync(Remains));

        await Database.ExecuteAsync("UPDATE cleanup_setting SET refuse_above = 2");
        Assert.Equal(1, (await CleanupAsync(batches)).ExitStatus);
        Assert.Equal(["3|0"], await Database.RowsAsync(Remains));

        Assert.Equal(0, (await CleanupAsync(batches, "--refuse-above=0")).ExitStatus);
        Assert.Equal(["0|1"], await Database.RowsAsync(Remains));
    }

    [Fact]
    public async Task As_many_as_the_limit_are_cleaned()
    {
        await Given.ExpiredSessionsAsync(3);

        Assert.Equal(0, (await CleanupAsync("--refuse-above=3")).ExitStatus);

        Assert.Equal(["0|1"], await Database.RowsAsync(Remains));
    }

    [Fact]
    public async Task A_dry_run_says_that_a_run_would_be_refused()
    {
        await Given.ExpiredSessionsAsync(3);

        var result = await CleanupAsync("--dry-run", "--refuse-above=2");

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("3 sessions would be cleaned up", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("Warning: a cleanup would be refused: more than 2", result.StandardError,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_reads_at_most_one_expired_session_more_than_the_limit_and_by_the_index()
    {
        await Given.ExpiredSessionsAsync(2000);
        await Database.ExecuteAsync("ANALYZE session");
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync("SET session_cleanup.refuse_above = 10");
        const string Fetched =
            """
            SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'session'
            """;
        await connection.ExecuteAsync("BEGIN");
        Assert.Equal(10, await connection.ScalarAsync<long>("SELECT session_cleanup_refuse_above()"));
        Assert.InRange(await connection.ScalarAsync<long>(Fetched), 11, 20);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_setting_that_is_no_number_is_an_error(string setting)
    {
        await using var connection = await Database.OpenAsync(_ => { });
        await connection.ExecuteAsync($"SET session_cleanup.refuse_above = '{setting}'");

        var exception = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync("SELECT cleanup_sessions()"));

        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, exception.SqlState);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task The_table_takes_no_limit_below_1(int limit)
    {
        var exception = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"UPDATE cleanup_setting SET refuse_above = {limit}")));

        Assert.Equal("cleanup_setting_refuse_above_is_positive", exception.ConstraintName);
    }

    [Fact]
    public async Task A_negative_option_is_wrong_usage() =>
        Assert.Equal(64, (await CleanupAsync("--refuse-above=-1")).ExitStatus);

    private Task<ProcessResult> CleanupAsync(params string[] options) =>
        CommandLine.RunAsync(["cleanup", "--connection", Database.ConnectionString, .. options]);
}
