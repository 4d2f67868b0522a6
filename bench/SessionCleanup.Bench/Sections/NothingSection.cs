using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>What a batch touches that finds nothing.</summary>
internal sealed class NothingSection : ISection
{
    private const string Batch = "SELECT sessions_cleaned FROM cleanup_run_batch(cleanup_run_begin(), 10000)";

    public string Name => "nothing";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        await context.Server.CopyAsync(BenchContext.Base);
        await Psql.ContenderAsync("batches_10000");
        await context.Server.ExecuteAsync(BenchServer.Run, "VACUUM");

        // Sessions expire meanwhile.
        double before;
        do
        {
            before = await PagesAsync(context);
        }
        while (await context.Server.ScalarAsync<long>(BenchServer.Run, Batch) > 0);

        yield return new BenchTable(
            Name,
            "A run that finds nothing: pages of session and session_member that it touches, indexes included",
            ["pages"],
            [[Text(await PagesAsync(context) - before)]]);
    }

    private static async Task<double> PagesAsync(BenchContext context)
    {
        await context.Server.ExecuteAsync(BenchServer.Run, "SELECT pg_stat_force_next_flush()");
        return await context.Server.ScalarAsync<double>(
            BenchServer.Run,
            """
            SELECT sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)::float8
              FROM pg_statio_user_tables
             WHERE relname IN ('session', 'session_member')
            """);
    }
}
