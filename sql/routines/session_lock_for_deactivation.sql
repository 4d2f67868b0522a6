-- Rule 2 from the session's side, first half: a session that is being deactivated is locked FOR UPDATE, in the
-- version that everybody else sees, before the UPDATE makes another one. A member who is coming online locks that
-- version FOR KEY SHARE (session_require_active): he either is there before, and is seen when the members go offline;
-- or he waits, finds the newest version and the session inactive. docs/explanation/locking.md has the argument.

CREATE OR REPLACE FUNCTION public.session_lock_for_deactivation(session_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = session_lock_for_deactivation.session_id
        FOR UPDATE;
END
$function$;

COMMENT ON FUNCTION public.session_lock_for_deactivation(bigint) IS
    'Locks the session that the caller deactivates in the same transaction, so that nobody can come online in it '
    'meanwhile.';

REVOKE EXECUTE ON FUNCTION public.session_lock_for_deactivation(bigint) FROM PUBLIC;
