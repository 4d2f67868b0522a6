-- A batch failed for one of its sessions, or several: its halves are tried, each in a subtransaction, and so on down
-- to the sessions that fail, which are left out and recorded.

CREATE OR REPLACE FUNCTION public.cleanup_run_deactivate_apart(
    run_id bigint,
    session_ids bigint[],
    OUT busy_ids bigint[],
    OUT failed_ids bigint[],
    OUT sessions_cleaned bigint,
    OUT members_set_offline bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    middle     constant integer := cardinality(session_ids) / 2;
    half       record;
    locked_ids bigint[];
    done       record;
    context    text;
BEGIN
    busy_ids := '{}';
    failed_ids := '{}';
    sessions_cleaned := 0;
    members_set_offline := 0;

    FOR half IN
        SELECT parts.ids
          FROM (VALUES (session_ids[:middle]), (session_ids[middle + 1:])) AS parts (ids)
         WHERE cardinality(parts.ids) > 0
    LOOP
        BEGIN
            SELECT coalesce(array_agg(expired.session_id), '{}')
              INTO locked_ids
              FROM (SELECT expired_session.session_id
                      FROM public.expired_session
                     WHERE expired_session.session_id = ANY (half.ids)
                       FOR UPDATE SKIP LOCKED) AS expired;

            SELECT * INTO done FROM public.cleanup_run_deactivate(run_id, locked_ids, members_busy => true);
        EXCEPTION
            WHEN OTHERS OR assert_failure THEN
                IF public.cleanup_error_ends_run(SQLSTATE) THEN
                    RAISE;
                END IF;

                IF cardinality(half.ids) > 1 THEN
                    SELECT * INTO done FROM public.cleanup_run_deactivate_apart(run_id, half.ids);
                ELSE
                    GET STACKED DIAGNOSTICS context = PG_EXCEPTION_CONTEXT;
                    PERFORM public.cleanup_run_record_failure(run_id, half.ids[1], SQLSTATE, SQLERRM, context);
                    SELECT '{}'::bigint[] AS busy_ids, half.ids AS failed_ids, 0::bigint AS sessions_cleaned,
                           0::bigint AS members_set_offline
                      INTO done;
                END IF;
        END;

        busy_ids := busy_ids || done.busy_ids;
        failed_ids := failed_ids || done.failed_ids;
        sessions_cleaned := sessions_cleaned + done.sessions_cleaned;
        members_set_offline := members_set_offline + done.members_set_offline;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_deactivate_apart(bigint, bigint[]) IS
    'For cleanup_run_batch: deactivates these sessions but for those that can''t be, which it records. Returns those '
    'left out for a locked member, and those that failed.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_deactivate_apart(bigint, bigint[]) FROM PUBLIC;
