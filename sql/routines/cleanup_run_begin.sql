-- A cleanup is a row of cleanup_run: begin makes it, each batch adds to it, finish closes it. The three are what
-- cleanup_sessions(), cleanup_sessions_in_batches() and the command line have in common. All state between batches is in
-- the row, so a caller that lost its connection goes on with the number of its run and is told the truth.

CREATE OR REPLACE FUNCTION public.cleanup_run_begin()
RETURNS bigint
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
AS $function$
    INSERT INTO public.cleanup_run DEFAULT VALUES
    RETURNING cleanup_run_id;
$function$;

COMMENT ON FUNCTION public.cleanup_run_begin() IS
    'Begins a cleanup and returns its number, for cleanup_run_batch and cleanup_run_finish. Error: 55P03 if cleanup_run stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_begin() FROM PUBLIC;
