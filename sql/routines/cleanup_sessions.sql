-- Everything that is expired, in the caller's transaction: whole or not at all. The batches inside keep memory
-- bounded and the plan an index plan, whatever the backlog. Locks last until the caller commits: for a large backlog
-- on a live table, use cleanup_sessions_in_batches().
--
-- SECURITY DEFINER: a role needs EXECUTE and no privilege on any table. Its search_path ends with pg_temp, so that a
-- temporary table of the caller's can't stand in for ours. No parallel workers: see cleanup_run_close.
-- row_security = off: rows that row-level security hides from the owner are an error, and not left out.

CREATE OR REPLACE FUNCTION public.cleanup_sessions(dry_run boolean DEFAULT false)
RETURNS TABLE (
    sessions_cleaned bigint,
    members_set_offline bigint,
    active_sessions bigint,
    inactive_sessions bigint,
    total_sessions bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET max_parallel_workers_per_gather = 0
AS $function$
DECLARE
    run_id       bigint;
    refuse_above bigint;
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'cleanup_sessions(dry_run => true) only reports; cleanup_sessions() cleans.';
    END IF;

    IF dry_run THEN
        -- One statement, so that all figures are of one moment.
        RETURN QUERY
        SELECT session_totals.expired,
               (SELECT coalesce(sum(expired_session.members_online), 0)::bigint FROM public.expired_session),
               session_totals.active - session_totals.expired,
               session_totals.inactive + session_totals.expired,
               session_totals.total
          FROM public.session_totals;

        refuse_above := public.session_cleanup_refuse_above();
        IF refuse_above IS NOT NULL THEN
            RAISE WARNING USING
                MESSAGE = format('a cleanup would be refused: more than %s sessions are expired', refuse_above),
                HINT    = 'Look at expired_session. If that is right, lift the limit for once: cleanup --refuse-above 0, or SET session_cleanup.refuse_above = 0.';
        END IF;

        RETURN;
    END IF;

    run_id := public.cleanup_run_begin('cleanup_sessions');

    WHILE (SELECT batch.has_more FROM public.cleanup_run_batch(run_id, batch_size => 10000) AS batch) LOOP
    END LOOP;

    RETURN QUERY SELECT * FROM public.cleanup_run_finish(run_id);
END
$function$;

COMMENT ON FUNCTION public.cleanup_sessions(boolean) IS
    'Deactivates every expired session and sets its members offline, in one transaction. Returns one row: '
    'sessions_cleaned, members_set_offline, and the active, inactive and total sessions of the types that expire, as '
    'after the run. With dry_run => true it writes nothing, works in a read-only transaction and on a hot standby, '
    'and returns what a run would, with a WARNING where a run would be refused (SC004). Sessions that somebody has '
    'locked are left for the next run. Errors: SC004 if more sessions are expired than cleanup_setting.refuse_above '
    'allows, 22004 for a null dry_run, 25006 in a read-only transaction, 42501 where row-level security hides rows, '
    '55P03 if a relation, or a row that a trigger wants, stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_sessions(boolean) FROM PUBLIC;
