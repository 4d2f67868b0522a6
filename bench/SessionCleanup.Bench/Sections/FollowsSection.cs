using System.Text.RegularExpressions;
using static SessionCleanup.Bench.Figures;

namespace SessionCleanup.Bench.Sections;

/// <summary>One batch of 10,000 sessions, in a new connection: the same sessions, without and with a history.</summary>
internal sealed partial class FollowsSection : ISection
{
    private const string Batch = "SELECT cleanup_run_batch(cleanup_run_begin(), 10000)";

    private const int Little = 100_000;

    public string Name => "follows";

    public async IAsyncEnumerable<BenchTable> MeasureAsync(BenchContext context)
    {
        var server = context.Server;
        foreach (var (database, history) in new[] { ("little", 0), ("history", context.Size.Sessions - Little) })
        {
            await server.CreateAsync(database);
            await Psql.FillAsync(database, Little, 12_000, history);
        }

        var rows = new List<IReadOnlyList<string>>();
        foreach (var (database, sessions) in new[] { ("little", Little), ("history", context.Size.Sessions) })
        {
            var (plain, forgotten, warm, lean) =
                (new List<Measurement>(), new List<Measurement>(), new List<Measurement>(), new List<Measurement>());
            for (var round = 0; round < context.Rounds; round++)
            {
                await server.CopyAsync(database);
                plain.Add(await TakeAsync(server));
                await server.CopyAsync(database, "without_statistics");
                forgotten.Add(await TakeAsync(server));
                // CopyAsync has made a checkpoint: the first change of a page writes all of it to the WAL.
                await server.ConfigureAsync("full_page_writes = off");
                await server.CopyAsync(database, "in_memory");
                warm.Add(await TakeAsync(server));
                await server.ConfigureAsync("full_page_writes = DEFAULT");
                // The index on share_id, which is random, has a page for each session once the table is large.
                await server.CopyAsync(database, "in_memory");
                await server.ExecuteAsync(BenchServer.Run, "ALTER TABLE session DROP CONSTRAINT session_share_id_key");
                await server.ExecuteAsync(BenchServer.Run, "CHECKPOINT");
                lean.Add(await TakeAsync(server));
            }

            rows.Add(
            [
                Text(sessions),
                Seconds(plain),
                Seconds(forgotten),
                Megabytes(plain),
                Seconds(warm),
                Megabytes(warm),
                Seconds(lean),
                Megabytes(lean),
            ]);
        }

        yield return new BenchTable(
            Name,
            "One batch of 10,000 sessions, in a new connection: the same sessions, without and with a history",
            [
                "sessions in the table",
                "s",
                "s without ANALYZE",
                "WAL, MB",
                "s, all pages in memory, no full-page images",
                "WAL, MB",
                "s, all pages in memory, without the index on share_id",
                "WAL, MB",
            ],
            rows);
        await server.CopyAsync("history", "without_statistics");
        yield return new BenchTable(
            Name,
            $"How it reads the tables, of {Text(context.Size.Sessions)} sessions, without ANALYZE",
            ["node", "buffers"],
            await PlansAsync(server));
        await server.ExecuteAsync("postgres", "DROP DATABASE little");
        await server.ExecuteAsync("postgres", "DROP DATABASE history");
    }

    private static Task<Measurement> TakeAsync(BenchServer server) =>
        Measurement.TakeAsync(server, () => server.ExecuteAsync(BenchServer.Run, Batch));

    private static string Seconds(IEnumerable<Measurement> taken) => Text(Median(taken.Select(one => one.Seconds)), 3);

    private static string Megabytes(IEnumerable<Measurement> taken) =>
        Text(Median(taken.Select(one => one.WalBytes)) / 1_000_000);

    private static async Task<List<IReadOnlyList<string>>> PlansAsync(BenchServer server)
    {
        var plans = new List<string>();
        await using (var connection = await server.OpenAsync(BenchServer.Run))
        {
            connection.Notice += (_, arguments) => plans.Add(arguments.Notice.MessageText);
            await BenchServer.ExecuteAsync(
                connection,
                """
                LOAD 'auto_explain';
                SET auto_explain.log_min_duration = 0;
                SET auto_explain.log_nested_statements = on;
                SET auto_explain.log_analyze = on;
                SET auto_explain.log_buffers = on;
                SET auto_explain.log_timing = off;
                SET client_min_messages = log;
                """);
            await BenchServer.ExecuteAsync(connection, Batch);
        }

        var rows = new List<IReadOnlyList<string>>();
        string? node = null;
        foreach (var line in plans.SelectMany(plan => plan.Split('\n'), (_, line) => line.Trim(' ', '-', '>')))
        {
            if (ScanOfOurTables().IsMatch(line))
            {
                node = line[..line.IndexOf("  (cost", StringComparison.Ordinal)];
            }
            else if (node is not null && line.StartsWith("Buffers: ", StringComparison.Ordinal))
            {
                rows.Add([node, line["Buffers: ".Length..]]);
                node = null;
            }
        }

        return rows;
    }

    [GeneratedRegex(@"Scan.* on session(_member)? ")]
    private static partial Regex ScanOfOurTables();
}
