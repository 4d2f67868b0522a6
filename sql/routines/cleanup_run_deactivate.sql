-- Deactivates sessions that the caller has locked FOR UPDATE in the same subtransaction, and records the transaction.
-- Done for thousands at a time, what the triggers do for everybody else, session by session: they let it pass,
-- because it changes cleanup_run_id under session_cleanup.batch (triggers.sql).
--
-- Without members_busy, a locked member ends it with 55P03 at once; with it, his session is left out.

CREATE OR REPLACE FUNCTION public.cleanup_run_deactivate(
    run_id bigint,
    session_ids bigint[],
    members_busy boolean,
    OUT busy_ids bigint[],
    OUT failed_ids bigint[],
    OUT sessions_cleaned bigint,
    OUT members_set_offline bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    online_members bigint;
BEGIN
    busy_ids := '{}';
    failed_ids := '{}';
    sessions_cleaned := 0;
    members_set_offline := 0;

    IF members_busy THEN
        WITH lockable AS MATERIALIZED (
            SELECT session_member.session_id, session_member.user_id
              FROM public.session_member
             WHERE session_member.session_id = ANY (session_ids)
               AND session_member.is_online
               FOR NO KEY UPDATE SKIP LOCKED
        )
        SELECT coalesce(array_agg(DISTINCT session_member.session_id), '{}')
          INTO busy_ids
          FROM public.session_member
         WHERE session_member.session_id = ANY (session_ids)
           AND session_member.is_online
           AND (session_member.session_id, session_member.user_id) NOT IN (TABLE lockable);

        session_ids := ARRAY(SELECT unnest(session_ids) EXCEPT SELECT unnest(busy_ids));
    END IF;

    SELECT count(*)
      INTO online_members
      FROM (SELECT
              FROM public.session_member
             WHERE session_member.session_id = ANY (session_ids)
               AND session_member.is_online
               FOR NO KEY UPDATE NOWAIT) AS online_member;

    IF cardinality(session_ids) = 0 THEN
        RETURN;
    END IF;

    PERFORM set_config('session_cleanup.batch', pg_current_xact_id()::text, true);

    UPDATE public.session
       SET is_active = false,
           deactivated_at = now(),
           cleanup_run_id = run_id
     WHERE session.session_id = ANY (session_ids);

    PERFORM set_config('session_cleanup.batch', '', true);

    failed_ids := public.cleanup_run_kept_active(session_ids);

    IF failed_ids <> '{}' THEN
        session_ids := ARRAY(SELECT unnest(session_ids) EXCEPT SELECT unnest(failed_ids));
    END IF;

    sessions_cleaned := cardinality(session_ids);

    IF online_members > 0 THEN
        UPDATE public.session_member
           SET is_online = false
         WHERE session_member.session_id = ANY (session_ids)
           AND session_member.is_online;

        GET DIAGNOSTICS members_set_offline = ROW_COUNT;
    END IF;

    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM
           FROM public.session_member
          WHERE session_member.session_id = ANY (session_ids)
            FOR UPDATE NOWAIT;

        PERFORM public.session_require_newest_members(session_ids);
    END IF;

    PERFORM public.cleanup_check_deferred_constraints();

    INSERT INTO public.cleanup_run_transaction (cleanup_run_id, transaction_id)
    SELECT run_id, session.xmin::text::bigint
      FROM public.session
     WHERE session.session_id = session_ids[1]
        ON CONFLICT DO NOTHING;

    PERFORM public.cleanup_run_record_failure(run_id, failed.session_id, NULL, 'a trigger keeps it active', NULL)
       FROM unnest(failed_ids) WITH ORDINALITY AS failed (session_id, number)
      WHERE failed.number <= 10;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_deactivate(bigint, bigint[], boolean) IS
    'For cleanup_run_batch: deactivates sessions that are locked. Returns those left out: '
    'for a locked member, and because a trigger keeps them active.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_deactivate(bigint, bigint[], boolean) FROM PUBLIC;
