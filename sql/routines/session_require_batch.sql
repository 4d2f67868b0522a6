-- The setting session_cleanup.batch is for cleanup_run_batch alone: a statement that deactivates sessions under it, and is not
-- that function's, fails. A row with in_batch is never committed, so the one that is seen is this transaction's own, and only
-- for as long as the batch lasts.

CREATE OR REPLACE FUNCTION public.session_require_batch()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM public.cleanup_run
                    WHERE cleanup_run.cleanup_run_id = nullif(current_setting('session_cleanup.batch', true), '')::bigint
                      AND cleanup_run.in_batch) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = 'the setting session_cleanup.batch is for cleanup_run_batch alone',
            HINT    = 'RESET session_cleanup.batch, then try again.';
    END IF;

    RETURN NULL;
END
$function$;

COMMENT ON FUNCTION public.session_require_batch() IS
    'Trigger of session: refuses with SQLSTATE 42501 that anything but cleanup_run_batch deactivates sessions under the setting session_cleanup.batch.';

REVOKE EXECUTE ON FUNCTION public.session_require_batch() FROM PUBLIC;

CREATE OR REPLACE TRIGGER session_require_batch
    AFTER UPDATE OF is_active ON public.session
    FOR EACH STATEMENT
    WHEN (current_setting('session_cleanup.batch', true) <> '')
    EXECUTE FUNCTION public.session_require_batch();

COMMENT ON TRIGGER session_require_batch ON public.session IS
    'Nobody but a cleanup goes round session_deactivate. An UPDATE without the setting does not call it.';
