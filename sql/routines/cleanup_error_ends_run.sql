-- Whether an error is no session's fault, so that trying the others one by one is of no use: a lock, a conflict with
-- another transaction (class 40), resources (53), an operator (57), the system (58), or PostgreSQL itself (XX: a full
-- disk is one).

CREATE OR REPLACE FUNCTION public.cleanup_error_ends_run(sqlstate text)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT sqlstate = '55P03' OR left(sqlstate, 2) IN ('40', '53', '57', '58', 'XX');
$function$;

COMMENT ON FUNCTION public.cleanup_error_ends_run(text) IS
    'For cleanup_run_batch: true for an SQLSTATE that is no session''s fault: locks, conflicts, resources, the server.';

REVOKE EXECUTE ON FUNCTION public.cleanup_error_ends_run(text) FROM PUBLIC;
