using System.Globalization;
using Cocona;
using SessionCleanup.Bench.Sections;
using Spectre.Console;

namespace SessionCleanup.Bench;

internal sealed class BenchCommand
{
    private const string Document = "../docs/explanation/performance.md";

    private readonly ISection[] _sections =
    [
        new MainSection(),
        new SweepSection(),
        new TwoSection(),
        new FollowsSection(),
        new NothingSection(),
        new StatisticsSection(),
        new NeighboursSection(),
        new HeartbeatsSection(),
        new StartupSection(),
        new ClusterSection(),
    ];

    [Command(Description = "Measures Session Cleanup next to what one would write instead, on the same data.")]
    public async Task<int> RunAsync(BenchOptions options)
    {
        try
        {
            if (options.Render is { } file)
            {
                var measured = PerformanceDocument.Read(await File.ReadAllTextAsync(file));
                await File.WriteAllTextAsync(
                    Document, PerformanceDocument.Render(await File.ReadAllTextAsync(Document), measured));
                return 0;
            }

            await MeasureAsync(options);
            return 0;
        }
        catch (BenchException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private async Task MeasureAsync(BenchOptions options)
    {
        var size = Size.All.FirstOrDefault(known => known.Name == options.SizeName)
            ?? throw new BenchException($"Unknown size '{options.SizeName}'. It is small, medium or large.");
        string[] names = [.. _sections.Select(section => section.Name)];
        var wanted = options.Only?.Split(',') ?? names;
        if (wanted.Except(names).FirstOrDefault() is { } unknown)
        {
            throw new BenchException(
                $"Unknown section '{unknown}'. They are {string.Join(", ", names)}.");
        }

        if (options.Rounds < 0)
        {
            throw new BenchException("--rounds must be 1 or more.");
        }

        var rounds = options.Rounds == 0 ? size.Rounds : options.Rounds;
        var server = new BenchServer();
        Console.WriteLine($"Building the data of size {size.Name}, for this tree and for 0.1.1");
        await server.CreateAsync(BenchContext.Base);
        await server.CreateReleasedAsync(BenchContext.Released);
        await Psql.FillAsync(BenchContext.Base, size.Sessions, size.Expired);
        await Psql.FillAsync(BenchContext.Released, size.Sessions, size.Expired);
        var program = Environment.GetEnvironmentVariable("SESSION_CLEANUP_BENCH_PROGRAM")
            ?? throw new BenchException("SESSION_CLEANUP_BENCH_PROGRAM is not set. Run scripts/bench, which sets it.");
        var expired = await server.ScalarAsync<long>(BenchContext.Base, "SELECT count(*) FROM expired_session");
        var context = new BenchContext(server, size, rounds, expired, program);

        var version = await Psql.RunAsync(program, ["--version"]);
        var result = new BenchResult(
            size.Name,
            size.Sessions,
            expired,
            await server.ScalarAsync<long>(BenchContext.Base, "SELECT count(*) FROM session_member"),
            rounds,
            version.Trim().Split(' ')[^1],
            (await server.ScalarAsync<string>("postgres", "SHOW server_version")).Split(' ')[0],
            Environment.ProcessorCount,
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            await OthersAsync(options.Json, size, wanted));
        foreach (var section in _sections.Where(section => wanted.Contains(section.Name)))
        {
            await foreach (var table in section.MeasureAsync(context))
            {
                result = result with { Tables = [.. result.Tables, table] };
                Show(table);
            }

            // After each section: a run of an hour that is interrupted leaves what it has measured.
            if (options.Json is not null)
            {
                await File.WriteAllTextAsync(options.Json, PerformanceDocument.Write(result));
            }
        }
    }

    /// <returns>The sections that the file has of the same size, and that are not measured now.</returns>
    private static async Task<IReadOnlyList<BenchTable>> OthersAsync(string? json, Size size, string[] wanted)
    {
        if (json is null || !File.Exists(json))
        {
            return [];
        }

        var earlier = PerformanceDocument.Read(await File.ReadAllTextAsync(json));
        return earlier.Size == size.Name ? [.. earlier.Tables.Where(table => !wanted.Contains(table.Section))] : [];
    }

    private static void Show(BenchTable measured)
    {
        // A table that wraps can't be read, in a log least of all.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        var table = new Table { Title = new TableTitle(measured.Title.EscapeMarkup()), Border = TableBorder.Simple };
        foreach (var column in measured.Columns)
        {
            table.AddColumn(column.EscapeMarkup());
        }

        foreach (var row in measured.Rows)
        {
            table.AddRow([.. row.Select(cell => cell.EscapeMarkup())]);
        }

        AnsiConsole.Write(table);
    }
}
