-- The same as cleanup_sessions(), committed batch by batch: locks are short, an interruption loses one batch at most, and
-- members are updated in place (HOT).
--
-- It commits, so it can be neither SECURITY DEFINER nor have a SET clause, and must not be called in a transaction
-- block. It runs with the caller's rights and needs EXECUTE on cleanup_run_begin, _batch and _finish.
--
-- A batch with more behind it does not wait until it is on disk (synchronous_commit): that would make the application's commits
-- wait behind its WAL. The last one and the end of the run wait, for all before them too, before anything is told. What a crash of
-- the server takes before that, it takes in whole batches, from the last one back, and in the run's own row too: it is expired again.
--
-- READ COMMITTED, whatever the caller's default: under a stricter level a row that changes meanwhile would end the run
-- with 40001, where this level looks at the new version.

CREATE OR REPLACE PROCEDURE public.cleanup_sessions_in_batches(
    batch_size integer DEFAULT 10000,
    pause interval DEFAULT '0')
LANGUAGE plpgsql
AS $procedure$
DECLARE
    run_id        bigint;
    batch         record;
    total         record;
    next_progress timestamptz := clock_timestamp() + interval '10 seconds';
BEGIN
    IF pause IS NULL OR pause < interval '0' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('pause must be an interval of zero or more, not %s', coalesce(pause::text, 'null')),
            HINT    = 'Leave it out for no pause between batches.';
    END IF;

    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    run_id := public.cleanup_run_begin('cleanup_sessions_in_batches');

    LOOP
        SELECT * INTO batch FROM public.cleanup_run_batch(run_id, batch_size);

        IF batch.has_more THEN
            SET LOCAL synchronous_commit = off;
        END IF;

        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        EXIT WHEN NOT batch.has_more;

        IF clock_timestamp() >= next_progress THEN
            RAISE NOTICE 'cleanup run %: at work, the last batch cleaned % sessions; cleanup_run_history has the totals',
                run_id, batch.sessions_cleaned;
            next_progress := clock_timestamp() + interval '10 seconds';
        END IF;

        IF pause > interval '0' THEN
            PERFORM pg_sleep_for(pause);
            COMMIT;
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        END IF;
    END LOOP;

    SELECT * INTO total FROM public.cleanup_run_finish(run_id);
    COMMIT;
    RAISE NOTICE 'cleanup run %: % sessions cleaned, % members set offline; now % active, % inactive, % total',
        run_id, total.sessions_cleaned, total.members_set_offline,
        total.active_sessions, total.inactive_sessions, total.total_sessions;
END
$procedure$;

COMMENT ON PROCEDURE public.cleanup_sessions_in_batches(integer, interval) IS
    'Does what cleanup_sessions() does in batches of batch_size sessions (at least 1), each committed, with a pause (zero or more) after each. Not inside a transaction block (2D000). Errors: SC004 if more sessions are expired than cleanup_setting.refuse_above allows, 22023 for a batch_size below 1 or a pause below zero, 25006 in a read-only transaction, 42501 without EXECUTE on cleanup_run_begin, cleanup_run_batch and cleanup_run_finish, 55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s. After an error, committed batches stay; call it again.';

REVOKE EXECUTE ON PROCEDURE public.cleanup_sessions_in_batches(integer, interval) FROM PUBLIC;
