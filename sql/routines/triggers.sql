-- Which trigger calls which function; this file sorts last. Row triggers BEFORE fire in the order of their names, and
-- what one sets, the next one sees: zz_ is for after those of the application.
--
-- A heartbeat pays for each trigger that it could concern. One with a list of columns costs nothing while the UPDATE
-- names none of them. Those that rule 2 stands on have none, so that they see what a trigger of the application's
-- changed; PostgreSQL reads their conditions anew for each statement, so these are short.
--
-- A batch of a cleanup locks its sessions and sets their members offline itself, ten thousand at a time: calling a
-- function for each would be half of its time. It is known by cleanup_run_id, which only a batch can change
-- (session_keep_cleanup_run_id): by the number of its transaction in a setting, which nobody can know beforehand, and
-- by a privilege, which an application that may merely update session lacks.

CREATE OR REPLACE TRIGGER session_set_expires_at
    BEFORE INSERT ON public.session
    FOR EACH ROW
    WHEN (NEW.expires_at IS NULL)
    EXECUTE FUNCTION public.session_set_expires_at();

COMMENT ON TRIGGER session_set_expires_at ON public.session IS
    'A session inserted without expires_at expires after the timeout of its type.';

CREATE OR REPLACE TRIGGER session_refuse_delete
    BEFORE DELETE ON public.session
    FOR EACH ROW
    EXECUTE FUNCTION public.session_refuse_delete();

COMMENT ON TRIGGER session_refuse_delete ON public.session IS
    'No session is ever deleted.';

CREATE OR REPLACE TRIGGER session_keep_cleanup_run_id
    BEFORE UPDATE OF cleanup_run_id ON public.session
    FOR EACH ROW
    WHEN (NEW.cleanup_run_id IS DISTINCT FROM OLD.cleanup_run_id
          AND (current_setting('session_cleanup.batch', true) IS DISTINCT FROM pg_current_xact_id()::text
               OR NOT has_table_privilege('public.cleanup_run'::regclass, 'UPDATE')))
    EXECUTE FUNCTION public.session_keep_cleanup_run_id();

COMMENT ON TRIGGER session_keep_cleanup_run_id ON public.session IS
    'Only a batch of a cleanup sets cleanup_run_id.';

CREATE OR REPLACE TRIGGER zz_session_before_deactivation
    BEFORE UPDATE ON public.session
    FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active AND OLD.cleanup_run_id IS NOT DISTINCT FROM NEW.cleanup_run_id)
    EXECUTE FUNCTION public.session_before_deactivation();

COMMENT ON TRIGGER zz_session_before_deactivation ON public.session IS
    'Nobody can come online in a session from the moment at which it becomes inactive.';

CREATE OR REPLACE TRIGGER session_after_deactivation
    AFTER UPDATE ON public.session
    FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active AND OLD.cleanup_run_id IS NOT DISTINCT FROM NEW.cleanup_run_id)
    EXECUTE FUNCTION public.session_after_deactivation();

COMMENT ON TRIGGER session_after_deactivation ON public.session IS
    'An inactive session has no online member.';

CREATE OR REPLACE TRIGGER zz_session_clear_deactivation
    BEFORE INSERT OR UPDATE OF is_active, deactivated_at, cleanup_run_id ON public.session
    FOR EACH ROW
    WHEN (NEW.is_active AND (NEW.deactivated_at IS NOT NULL OR NEW.cleanup_run_id IS NOT NULL))
    EXECUTE FUNCTION public.session_clear_deactivation();

COMMENT ON TRIGGER zz_session_clear_deactivation ON public.session IS
    'An active session has no deactivated_at and no cleanup_run_id.';

CREATE OR REPLACE TRIGGER session_member_insert_requires_active_session
    AFTER INSERT ON public.session_member
    FOR EACH ROW
    WHEN (NEW.is_online)
    EXECUTE FUNCTION public.session_member_require_active_session();

COMMENT ON TRIGGER session_member_insert_requires_active_session ON public.session_member IS
    'Nobody joins an inactive session online.';

CREATE OR REPLACE TRIGGER session_member_update_requires_active_session
    AFTER UPDATE ON public.session_member
    FOR EACH ROW
    WHEN (NEW.is_online AND (NOT OLD.is_online OR NEW.session_id <> OLD.session_id))
    EXECUTE FUNCTION public.session_member_require_active_session();

COMMENT ON TRIGGER session_member_update_requires_active_session ON public.session_member IS
    'Nobody comes online in an inactive session.';

DO $block$
BEGIN
    PERFORM public.session_require_supported_tables();

    -- The triggers that 0.1 had in place of these; their functions stayed until now, for those who wrote meanwhile.
    IF to_regprocedure('public.session_deactivate()') IS NOT NULL THEN
        DROP FUNCTION public.session_deactivate(), public.session_reactivate() CASCADE;
    END IF;
END
$block$;
