namespace SessionCleanup.Database;

/// <summary>
/// What a transaction of the program sets for itself, so that no setting of a role or a database changes what it
/// prints, and no client that is stopped in the middle keeps its locks. SET LOCAL, so that nothing stays behind a
/// pooler.
/// </summary>
internal static class TransactionSettings
{
    // search_path and the settings of literals decide what SQL means; the others, how values and messages are written.
    private const string Common =
        """
        set_config('search_path', 'pg_catalog, pg_temp', true),
        set_config('standard_conforming_strings', 'on', true),
        set_config('transform_null_equals', 'off', true),
        set_config('array_nulls', 'on', true),
        set_config('quote_all_identifiers', 'off', true),
        set_config('timezone', 'UTC', true),
        set_config('datestyle', 'ISO, MDY', true),
        set_config('intervalstyle', 'postgres', true),
        set_config('bytea_output', 'hex', true),
        set_config('extra_float_digits', '1', true),
        set_config('client_min_messages', 'notice', true),
        set_config('idle_in_transaction_session_timeout', '10s', true)
        """;

    // No parallel workers: see cleanup_run_close.
    private const string NoWorkers = "set_config('max_parallel_workers_per_gather', '0', true)";

    /// <summary>For a transaction that writes; the first column is its number.</summary>
    /// <remarks>A standby gives out none, and has a better message of its own for the statement.</remarks>
    public const string ForWriting =
        $"SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_current_xact_id()::text END, {Common}";

    public const string ForReading = $"SET TRANSACTION READ ONLY; SELECT {Common}, {NoWorkers}";

    /// <summary>
    /// For a transaction that takes as long as it takes. PostgreSQL has transaction_timeout since 17.
    /// </summary>
    public const string WithoutTimeouts =
        """
        SELECT set_config(name, '0', true)
          FROM pg_settings
         WHERE name IN ('statement_timeout', 'transaction_timeout')
        """;
}
