-- Rule 2 from the session's side, whoever deactivates it and however: its members go offline with it.
--
-- The row is locked again, FOR UPDATE, because an UPDATE by itself takes FOR NO KEY UPDATE. That does not conflict with
-- the FOR KEY SHARE of a member who is coming online at this moment (session_member_require_active_session). With the
-- stronger lock, either that member's transaction ends first and is seen below, or the member waits and then finds the
-- session inactive; under REPEATABLE READ the member fails with 40001 instead of trusting an old snapshot.
--
-- SECURITY DEFINER, so that a role that may update session needs no privilege on session_member for this.
--
-- cleanup_run_batch has done all of this itself when it updates session, ten thousand sessions at a time, and says so in the
-- setting session_cleanup.batch; calling the function for each of them would be a third of its time. Anybody can make a
-- setting: session_require_batch lets nobody else use it. Not below another trigger (pg_trigger_depth), where somebody's own
-- trigger deactivates more sessions than the batch knows of.

CREATE OR REPLACE FUNCTION public.session_deactivate()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = OLD.session_id
        FOR UPDATE;

    UPDATE public.session_member
       SET is_online = false
     WHERE session_member.session_id = OLD.session_id
       AND session_member.is_online;

    NEW.deactivated_at := coalesce(NEW.deactivated_at, now());
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION public.session_deactivate() IS
    'Trigger of session: when a session becomes inactive, sets its members offline, and deactivated_at to now() unless the UPDATE gives it.';

REVOKE EXECUTE ON FUNCTION public.session_deactivate() FROM PUBLIC;

CREATE OR REPLACE TRIGGER session_deactivate
    BEFORE UPDATE ON public.session
    FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active
          AND (coalesce(current_setting('session_cleanup.batch', true), '') = '' OR pg_trigger_depth() > 0))
    EXECUTE FUNCTION public.session_deactivate();

COMMENT ON TRIGGER session_deactivate ON public.session IS
    'An inactive session has no online member. An UPDATE that leaves is_active alone does not call it.';
