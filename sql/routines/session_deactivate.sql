-- Rule 2 from the session's side, whoever deactivates it and however: its members go offline with it.
--
-- The row is locked again, FOR UPDATE, because an UPDATE by itself takes FOR NO KEY UPDATE. That does not conflict with
-- the FOR KEY SHARE of a member who is coming online at this moment (session_member_require_active_session). With the
-- stronger lock, either that member's transaction ends first and is seen below, or the member waits and then finds the
-- session inactive; under REPEATABLE READ the member fails with 40001 instead of trusting an old snapshot.
--
-- Under REPEATABLE READ or SERIALIZABLE, what is seen below is as old as the transaction's snapshot: a member who has come
-- online since then is not in it. The foreign key's ON UPDATE CASCADE is the one thing that looks at the newest rows even so,
-- and fails with 40001 where they differ from what the transaction sees: give the session another key, its bitwise complement,
-- and take that back. Where that violates a foreign key of the application's, which need not cascade, it is done once more with
-- another row that has the old key meanwhile.
--
-- AFTER UPDATE OF, because a heartbeat would pay for more: any BEFORE UPDATE trigger locks the row once more, and a WHEN
-- without a column list is read anew for every statement (scripts/bench, heartbeats). So deactivated_at needs an UPDATE of
-- its own.
--
-- SECURITY DEFINER, so that a role that may update is_active needs no other privilege for this.
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
DECLARE
    has_stand_in boolean;
BEGIN
    PERFORM
       FROM public.session
      WHERE session.session_id = NEW.session_id
        FOR UPDATE;

    UPDATE public.session_member
       SET is_online = false
     WHERE session_member.session_id = NEW.session_id
       AND session_member.is_online;

    IF current_setting('transaction_isolation') <> 'read committed' THEN
        FOREACH has_stand_in IN ARRAY ARRAY[false, true] LOOP
            BEGIN
                WITH moved AS (
                    UPDATE public.session
                       SET session_id = ~ session.session_id
                     WHERE session.session_id = NEW.session_id
                    RETURNING session.session_type
                )
                INSERT INTO public.session (session_id, session_type, is_active)
                SELECT NEW.session_id, moved.session_type, false
                  FROM moved
                 WHERE has_stand_in;

                RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'take it back';
            EXCEPTION
                WHEN SQLSTATE 'SC000' THEN
                    EXIT;
                WHEN foreign_key_violation THEN
                    IF has_stand_in THEN
                        RAISE;
                    END IF;
            END;
        END LOOP;
    END IF;

    IF NEW.deactivated_at IS NULL THEN
        UPDATE public.session
           SET deactivated_at = now()
         WHERE session.session_id = NEW.session_id;
    END IF;

    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_deactivate() IS
    'Trigger of session: when a session becomes inactive, sets its members offline, and deactivated_at to now() unless the UPDATE gives it. Under REPEATABLE READ and SERIALIZABLE it fails with 40001 if a member has changed since the transaction''s snapshot.';

REVOKE EXECUTE ON FUNCTION public.session_deactivate() FROM PUBLIC;

CREATE OR REPLACE TRIGGER session_deactivate
    AFTER UPDATE OF is_active ON public.session
    FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active
          AND (coalesce(current_setting('session_cleanup.batch', true), '') = '' OR pg_trigger_depth() > 0))
    EXECUTE FUNCTION public.session_deactivate();

COMMENT ON TRIGGER session_deactivate ON public.session IS
    'An inactive session has no online member. An UPDATE that leaves is_active alone does not call it.';
