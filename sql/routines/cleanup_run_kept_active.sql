-- Which sessions of a batch are active although it has deactivated them: a trigger or rule of the application's keeps
-- them so. Without one there is nothing to look for; with one, or over a view, the rows are read again.

CREATE OR REPLACE FUNCTION public.cleanup_run_kept_active(session_ids bigint[])
RETURNS bigint[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE pg_class.oid = 'public.session'::regclass
                  AND pg_class.relkind = 'r' AND NOT pg_class.relhasrules)
       AND NOT EXISTS (SELECT
                         FROM pg_trigger
                        WHERE pg_trigger.tgrelid = 'public.session'::regclass
                          AND NOT pg_trigger.tgisinternal
                          AND pg_trigger.tgfoid NOT IN ('public.session_keep_cleanup_run_id()'::regprocedure,
                                                        'public.session_before_deactivation()'::regprocedure,
                                                        'public.session_after_deactivation()'::regprocedure,
                                                        'public.session_clear_deactivation()'::regprocedure,
                                                        'public.session_set_expires_at()'::regprocedure,
                                                        'public.session_refuse_delete()'::regprocedure)) THEN
        RETURN '{}'::bigint[];
    END IF;

    RETURN ARRAY(SELECT session.session_id
                   FROM public.session
                  WHERE session.session_id = ANY (session_ids)
                    AND session.is_active);
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_kept_active(bigint[]) IS
    'For cleanup_run_batch: those of the sessions that are still active, because a trigger of the application''s '
    'wants it.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_kept_active(bigint[]) FROM PUBLIC;
