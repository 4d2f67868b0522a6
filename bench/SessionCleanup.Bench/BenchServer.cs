using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SessionCleanup.Bench;

/// <summary>The private cluster that scripts/bench started, by libpq's PG* variables.</summary>
internal sealed class BenchServer
{
    /// <summary>The database that each measurement gets as a fresh copy of a template.</summary>
    public const string Run = "run";

    private readonly NpgsqlConnectionStringBuilder _settings = new()
    {
        Host = Environment.GetEnvironmentVariable("PGHOST"),
        Port = int.Parse(Environment.GetEnvironmentVariable("PGPORT") ?? "5432", CultureInfo.InvariantCulture),
        Username = Environment.GetEnvironmentVariable("PGUSER"),
        Pooling = false,
    };

    /// <summary>Runs one or more statements.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await ExecuteAsync(connection, sql);
    }

    public async Task<T> ScalarAsync<T>(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync())!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>A connection of its own, not pooled: each measurement is of a new backend.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        return connection;
    }

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { Database = database }.ConnectionString;

    /// <summary>A database with the schema of this tree, as psql makes it.</summary>
    public async Task CreateAsync(string database)
    {
        await ExecuteAsync("postgres", $"CREATE DATABASE {database}");
        foreach (var file in Directory.GetFiles("../sql/migrations", "*.sql").Order(StringComparer.Ordinal)
                     .Concat(Directory.GetFiles("../sql/routines", "*.sql").Order(StringComparer.Ordinal)))
        {
            await Psql.FileAsync(database, file);
        }
    }

    /// <summary>A database with the schema of 0.1.1, from what the upgrade tests keep of it.</summary>
    public async Task CreateReleasedAsync(string database)
    {
        await ExecuteAsync("postgres", $"CREATE DATABASE {database}");
        await Psql.FileAsync(database, "../tests/SessionCleanup.Tests/Released/0.1.1.sql");
    }

    /// <summary>The database <see cref="Run"/> anew, from a template, after a checkpoint.</summary>
    /// <param name="template">The database to copy.</param>
    /// <param name="files">Files of bench/sql to run in it.</param>
    public async Task CopyAsync(string template, params string[] files)
    {
        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Run} WITH (FORCE)");
        await ExecuteAsync("postgres", $"CREATE DATABASE {Run} TEMPLATE {template} STRATEGY file_copy");
        foreach (var file in files)
        {
            await Psql.FileAsync(Run, $"sql/{file}.sql");
        }

        await ExecuteAsync("postgres", "CHECKPOINT");
    }

    /// <summary>
    /// From now on, each new backend runs on the second processor only. The same work differs by a fifth from one
    /// processor to the other where virtual machines share them.
    /// </summary>
    /// <returns>To be disposed of, for new backends to run on any processor again.</returns>
    public async Task<IDisposable> PinBackendsAsync()
    {
        // The first line of that file is the process ID of the postmaster, of which each backend inherits.
        var file = await ScalarAsync<string>("postgres", "SELECT pg_read_file('postmaster.pid')");
        var postmaster = Process.GetProcessById(int.Parse(file.Split('\n')[0], CultureInfo.InvariantCulture));
        return new Pinned(postmaster);
    }

    /// <summary>Sets something for the whole server, at once.</summary>
    public async Task ConfigureAsync(string assignment)
    {
        await ExecuteAsync("postgres", $"ALTER SYSTEM SET {assignment}");
        await ExecuteAsync("postgres", "SELECT pg_reload_conf()");
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Pinned : IDisposable
    {
        private readonly Process _postmaster;
        private readonly nint _before;

        public Pinned(Process postmaster)
        {
            _postmaster = postmaster;
            _before = postmaster.ProcessorAffinity;
            postmaster.ProcessorAffinity = Environment.ProcessorCount > 1 ? 0b10 : 0b1;
        }

        public void Dispose()
        {
            _postmaster.ProcessorAffinity = _before;
            _postmaster.Dispose();
        }
    }
}
