-- Repairs rows; migrate repairs the schema. Locks what it changes and nothing else: members of sessions that are over.

CREATE OR REPLACE FUNCTION public.session_cleanup_repair(dry_run boolean DEFAULT false)
RETURNS TABLE (
    repair text,
    repaired_rows bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET lock_timeout = '500ms'
AS $function$
BEGIN
    IF dry_run IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'dry_run must be true or false, not null',
            HINT    = 'session_cleanup_repair(dry_run => true) only reports; session_cleanup_repair() repairs.';
    END IF;

    repair := 'members of inactive sessions set offline';
    IF dry_run THEN
        SELECT count(*)
          INTO repaired_rows
          FROM public.session_member
          JOIN public.session USING (session_id)
         WHERE session_member.is_online
           AND NOT session.is_active;
    ELSE
        UPDATE public.session_member
           SET is_online = false
          FROM public.session
         WHERE session.session_id = session_member.session_id
           AND session_member.is_online
           AND NOT session.is_active;
        GET DIAGNOSTICS repaired_rows = ROW_COUNT;
    END IF;
    RETURN NEXT;

    repair := 'deactivated_at and cleanup_run_id of active sessions set to null';
    IF dry_run THEN
        SELECT count(*)
          INTO repaired_rows
          FROM public.session
         WHERE session.is_active
           AND (session.deactivated_at IS NOT NULL OR session.cleanup_run_id IS NOT NULL);
    ELSE
        UPDATE public.session
           SET deactivated_at = NULL,
               cleanup_run_id = NULL
         WHERE session.is_active
           AND (session.deactivated_at IS NOT NULL OR session.cleanup_run_id IS NOT NULL);
        GET DIAGNOSTICS repaired_rows = ROW_COUNT;
    END IF;
    RETURN NEXT;

    repair := 'sequences moved past the highest key';
    IF dry_run THEN
        SELECT count(*) INTO repaired_rows FROM public.session_cleanup_sequence_behind();
    ELSE
        SELECT count(setval(behind.sequence::regclass, behind.next_value, false))
          INTO repaired_rows
          FROM public.session_cleanup_sequence_behind() AS behind;
    END IF;
    RETURN NEXT;
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_repair(boolean) IS
    'Repairs the rows that session_cleanup_problem names and that have one right value: members of inactive sessions go '
    'offline, active sessions lose a deactivated_at or cleanup_run_id, sequences move past the highest key. Returns a '
    'row for each kind of repair, with how many were done; with dry_run => true it writes nothing and returns how '
    'many would be. Errors: 22004 for a null dry_run, 25006 in a read-only transaction, 55P03 if a row stays locked '
    'for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_repair(boolean) FROM PUBLIC;
