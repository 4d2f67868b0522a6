-- Counts what adoption changes in the application's rows: for a dry run.

CREATE OR REPLACE FUNCTION public.session_adoption_rows(mapping jsonb)
RETURNS TABLE (
    change text,
    row_count bigint)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET max_parallel_workers_per_gather = 0
AS $function$
DECLARE
    counted record;
BEGIN
    FOR counted IN SELECT * FROM public.session_adoption_changes(mapping) LOOP
        change := counted.change;
        EXECUTE counted.count_statement INTO row_count;
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_rows(jsonb) IS
    'How many rows of which kind adopting the tables of a mapping changes. Errors: those of session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_rows(jsonb) FROM PUBLIC;
