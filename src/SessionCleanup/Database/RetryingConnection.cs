using System.Data;
using Npgsql;
using SessionCleanup.Errors;

namespace SessionCleanup.Database;

/// <summary>
/// A connection whose transactions are tried again after a transient failure, on a new connection and a bounded number
/// of times. After a lost COMMIT it asks for the transaction's fate.
/// </summary>
/// <param name="abort">What even a COMMIT gives way to, which may wait for a standby.</param>
internal sealed class RetryingConnection(NpgsqlDataSource dataSource, RetryEvents events, CancellationToken abort)
    : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private bool _wasConnected;

    /// <summary>
    /// READ COMMITTED, whatever the role's default: a row that changes meanwhile must not end the run. When the
    /// connection is lost, the server may not know it and still be running, or may have committed: it is asked before
    /// anything is tried again.
    /// </summary>
    /// <param name="setting">A statement before it, for this transaction. Null: none.</param>
    public Task<T> InTransactionAsync<T>(
        string sql,
        object[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        string? setting = null) => InTransactionAsync(
        connection => connection.ReadRowAsync(sql, parameters, read, cancellationToken), cancellationToken, setting);

    /// <summary>The same, of several statements.</summary>
    public Task<T> InTransactionAsync<T>(
        Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken, string? setting = null) =>
            RetryAsync(
        async () =>
        {
            var connection = await ConnectAsync(cancellationToken);
            string? transactionId = null;
            T? row = default;
            var commitWasSent = false;
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(
                    IsolationLevel.ReadCommitted, cancellationToken);
                transactionId = await connection.ReadRowAsync(
                    TransactionSettings.ForWriting,
                    [],
                    reader => reader.IsDBNull(0) ? null : reader.GetString(0),
                    cancellationToken);
                if (setting is not null)
                {
                    await using var command = new NpgsqlCommand(setting, connection);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }

                row = await work(connection);
                commitWasSent = true;
                await transaction.CommitAsync(abort);
            }
            catch (NpgsqlException exception)
                when (transactionId is not null && TransientFailure.LostConnection(exception))
            {
                events.LostInTransaction(exception);
                await DisconnectAsync();
                // Where COMMIT was not sent, it can't be committed: a server that crashed gave the number to somebody
                // else.
                if (!await CheckWhetherCommittedAsync(transactionId, cancellationToken) || !commitWasSent)
                {
                    throw;
                }
            }

            return row!;
        },
        cancellationToken);

    /// <summary>Reads in one snapshot, and again from the start after a transient failure.</summary>
    public Task<T> InSnapshotAsync<T>(Func<Snapshot, Task<T>> read, CancellationToken cancellationToken) => RetryAsync(
        async () =>
        {
            await using var snapshot = await BeginSnapshotAsync(cancellationToken);
            return await read(snapshot);
        },
        cancellationToken);

    /// <summary>A snapshot for a result that can't be taken back: nothing in it is tried again.</summary>
    public async Task<Snapshot> BeginSnapshotAsync(CancellationToken cancellationToken) =>
        await Snapshot.BeginAsync(await ConnectAsync(cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private async Task<bool> CheckWhetherCommittedAsync(string transactionId, CancellationToken cancellationToken)
    {
        try
        {
            return await RetryAsync(() => WasCommittedAsync(transactionId, cancellationToken), cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            // Not to be tried again by whoever called: it has been.
            throw new CommandException(
                $"The connection was lost, and the server can't be asked whether the transaction committed "
                    + $"({exception.Message})",
                "Committed batches stay done. Run it again: it finishes what is left.");
        }
    }

    private async Task<bool> WasCommittedAsync(string transactionId, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            foreach (var delay in TransientFailure.Delays.Append(TimeSpan.Zero))
            {
                var status = await connection.ReadRowAsync(
                    $"SELECT pg_xact_status(xid8 '{transactionId}')",
                    [],
                    reader => reader.GetString(0),
                    cancellationToken);
                if (status != "in progress")
                {
                    return status == "committed";
                }

                await Task.Delay(delay, cancellationToken);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // The server crashed, and has not given out a transaction of that number again.
            return false;
        }

        throw new CommandException(
            "The connection was lost, and the server is still running the transaction",
            "Committed batches stay done. Run it again when pg_stat_activity no longer shows it: it finishes what is "
                + "left.");
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        foreach (var delay in TransientFailure.Delays)
        {
            try
            {
                return await attempt();
            }
            catch (NpgsqlException exception) when (
                _wasConnected ? TransientFailure.IsTransient(exception) : TransientFailure.IsServerBusy(exception))
            {
                events.Retrying(exception, delay);
                await DisconnectAsync();
                await Task.Delay(delay, cancellationToken);
            }
        }

        return await attempt();
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: not ConnectionState.Open })
        {
            // The server ended it, as for transaction_timeout.
            await DisconnectAsync();
        }

        if (_connection is null)
        {
            _connection = await dataSource.OpenConnectionAsync(cancellationToken);
            _connection.Notice += OnNotice;
        }

        _wasConnected = true;
        return _connection;
    }

    private void OnNotice(object sender, NpgsqlNoticeEventArgs arguments)
    {
        if (arguments.Notice.InvariantSeverity == "WARNING")
        {
            events.Warned(arguments.Notice);
        }
    }

    private async Task DisconnectAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }
}
