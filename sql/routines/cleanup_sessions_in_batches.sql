-- The same as cleanup_sessions(), committed batch by batch: locks are short, an interruption loses one batch at most,
-- and members are updated in place (HOT).
--
-- It commits, so it can be neither SECURITY DEFINER nor have a SET clause, and must not be called in a transaction
-- block. It runs with the caller's rights and needs EXECUTE on cleanup_run_begin, _batch and _finish; without
-- statistics on _close.
--
-- A batch with more behind it does not wait until it is on disk (synchronous_commit): that would make the application's
-- commits wait behind its WAL. The last one and the end of the run wait, for all before them too, before anything is
-- reported. What a crash of the server takes before that, it takes in whole batches, from the last one back, and in the
-- run's own row too: it is expired again.
--
-- READ COMMITTED, whatever the caller's default: under a stricter level a row that changes meanwhile would end the run
-- with 40001, where this level looks at the new version.

CREATE OR REPLACE PROCEDURE public.cleanup_sessions_in_batches(
    batch_size integer DEFAULT 10000,
    pause interval DEFAULT '0',
    statistics boolean DEFAULT true)
LANGUAGE plpgsql
AS $procedure$
DECLARE
    run_id        bigint;
    batch         record;
    total         record;
    figures       text := '';
    next_progress timestamptz := clock_timestamp() + interval '10 seconds';
BEGIN
    IF pause IS NULL OR pause < interval '0' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('pause must be an interval of zero or more, not %s', coalesce(pause::text, 'null')),
            HINT    = 'Leave it out for no pause between batches.';
    END IF;

    IF statistics IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'statistics must be true or false, not null',
            HINT    = 'Leave it out to count the sessions at the end.';
    END IF;

    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    run_id := public.cleanup_run_begin('cleanup_sessions_in_batches');

    LOOP
        SELECT done.*, current_setting('session_cleanup.sessions_failed') AS sessions_failed
          INTO batch
          FROM public.cleanup_run_batch(run_id, batch_size) AS done;

        IF batch.has_more THEN
            SET LOCAL synchronous_commit = off;
        END IF;

        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        EXIT WHEN NOT batch.has_more;

        IF clock_timestamp() >= next_progress THEN
            RAISE NOTICE 'cleanup run %: running, the last batch cleaned % sessions; cleanup_run_history has the totals',
                run_id, batch.sessions_cleaned;
            next_progress := clock_timestamp() + interval '10 seconds';
        END IF;

        IF pause > interval '0' THEN
            PERFORM pg_sleep_for(pause);
            COMMIT;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        END IF;
    END LOOP;

    IF statistics THEN
        SELECT * INTO total FROM public.cleanup_run_finish(run_id);
        figures := format('; now %s active, %s inactive, %s total',
                          total.active_sessions, total.inactive_sessions, total.total_sessions);
    ELSE
        SELECT * INTO total FROM public.cleanup_run_close(run_id, statistics);
    END IF;

    COMMIT;
    RAISE NOTICE 'cleanup run %: % sessions cleaned, % members set offline%',
        run_id, total.sessions_cleaned, total.members_set_offline, figures;

    IF batch.sessions_failed <> '0' THEN
        RAISE WARNING USING
            MESSAGE = format('cleanup run %s: sessions that could not be deactivated: %s', run_id, batch.sessions_failed),
            HINT    = 'cleanup_run_failure has the first 10 of them.';
    END IF;
END
$procedure$;

COMMENT ON PROCEDURE public.cleanup_sessions_in_batches(integer, interval, boolean) IS
    'Does what cleanup_sessions() does in batches of batch_size sessions (at least 1), each committed, with a pause '
    '(zero or more) after each; with statistics => false it does not count all sessions at the end (EXECUTE on '
    'cleanup_run_close). Not inside a transaction block (2D000). Errors: 22023 for a batch_size below 1 or a pause '
    'below zero, 22004 for null statistics, 25006 in a read-only transaction, 42501 without EXECUTE on '
    'cleanup_run_begin, cleanup_run_batch and cleanup_run_finish, or where row-level security hides rows, 55P03 if a '
    'relation, or a row that a trigger wants, stays locked for 0.5 s. After an error, committed batches stay; call it '
    'again.';

REVOKE EXECUTE ON PROCEDURE public.cleanup_sessions_in_batches(integer, interval, boolean) FROM PUBLIC;

-- In place of the procedure of 0.1, which had no parameter statistics, and for the same roles.
DO $block$
DECLARE
    earlier CONSTANT regprocedure := to_regprocedure('public.cleanup_sessions_in_batches(integer, interval)');
    grantee oid;
BEGIN
    IF earlier IS NOT NULL THEN
        FOR grantee IN
            SELECT granted.grantee
              FROM pg_proc
             CROSS JOIN aclexplode(pg_proc.proacl) AS granted
             WHERE pg_proc.oid = earlier
               AND granted.grantee NOT IN (0, pg_proc.proowner)
        LOOP
            EXECUTE format(
                'GRANT EXECUTE ON PROCEDURE public.cleanup_sessions_in_batches(integer, interval, boolean) TO %s',
                grantee::regrole);
        END LOOP;

        DROP PROCEDURE public.cleanup_sessions_in_batches(integer, interval);
    END IF;
END
$block$;
