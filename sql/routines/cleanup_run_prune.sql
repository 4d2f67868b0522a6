-- The history prunes itself, a bounded piece at a time. What another run is pruning is left to it.

CREATE OR REPLACE FUNCTION public.cleanup_run_prune(run_id bigint)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    old_run_ids bigint[];
BEGIN
    WITH old_run AS (
        DELETE FROM public.cleanup_run
         WHERE cleanup_run.cleanup_run_id IN (
                   SELECT old_run.cleanup_run_id
                     FROM public.cleanup_run AS old_run
                    WHERE old_run.started_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                      AND old_run.updated_at < now() - (SELECT cleanup_setting.run_retention FROM public.cleanup_setting)
                      AND old_run.cleanup_run_id <> run_id
                    ORDER BY old_run.started_at
                    LIMIT 1000
                      FOR UPDATE SKIP LOCKED)
        RETURNING cleanup_run.cleanup_run_id
    )
    SELECT array_agg(old_run.cleanup_run_id) INTO old_run_ids FROM old_run;

    DELETE FROM public.cleanup_run_failure WHERE cleanup_run_failure.cleanup_run_id = ANY (old_run_ids);
    DELETE FROM public.cleanup_run_transaction WHERE cleanup_run_transaction.cleanup_run_id = ANY (old_run_ids);
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_prune(bigint) IS
    'For cleanup_run_close: removes up to 1,000 runs other than run_id that are past cleanup_setting.run_retention.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_prune(bigint) FROM PUBLIC;
