-- Rule 2 from the member's side: nobody comes online in a session that is inactive, or becoming so.
--
-- FOR KEY SHARE is the lock that the foreign key takes on every INSERT here anyway. It does not conflict with heartbeats
-- of the session; it conflicts with the FOR UPDATE of whoever deactivates the session (session_deactivate and cleanup).
-- AFTER UPDATE OF, because any other UPDATE would pay for more: a BEFORE trigger locks every row once more, and a WHEN without
-- a column list is read anew for every statement.
--
-- SECURITY DEFINER, because locking a row needs the UPDATE privilege, and a role that adds members may lack it.

CREATE OR REPLACE FUNCTION public.session_member_require_active_session()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = NEW.session_id
        AND session.is_active
        FOR KEY SHARE;

    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'SC001',
            MESSAGE = format('member %s can''t be online in session %s: the session is inactive',
                             NEW.user_id, NEW.session_id),
            HINT    = 'Set is_active of the session to true first, or join another session.';
    END IF;

    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_member_require_active_session() IS
    'Trigger of session_member: refuses with SQLSTATE SC001 that a member is online in an inactive session.';

REVOKE EXECUTE ON FUNCTION public.session_member_require_active_session() FROM PUBLIC;

CREATE OR REPLACE TRIGGER session_member_insert_requires_active_session
    AFTER INSERT ON public.session_member
    FOR EACH ROW
    WHEN (NEW.is_online)
    EXECUTE FUNCTION public.session_member_require_active_session();

COMMENT ON TRIGGER session_member_insert_requires_active_session ON public.session_member IS
    'Nobody joins an inactive session online.';

CREATE OR REPLACE TRIGGER session_member_update_requires_active_session
    AFTER UPDATE OF is_online, session_id ON public.session_member
    FOR EACH ROW
    WHEN (NEW.is_online AND (NOT OLD.is_online OR NEW.session_id <> OLD.session_id))
    EXECUTE FUNCTION public.session_member_require_active_session();

COMMENT ON TRIGGER session_member_update_requires_active_session ON public.session_member IS
    'Nobody comes online in an inactive session. An UPDATE that leaves is_online alone does not call it.';
