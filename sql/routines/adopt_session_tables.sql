-- Everything in one transaction, for psql. Large tables that are in use are adopted by the program, which changes the
-- rows in batches.

CREATE OR REPLACE FUNCTION public.adopt_session_tables(mapping jsonb)
RETURNS TABLE (
    adopted boolean,
    change text,
    row_count bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN QUERY SELECT * FROM public.session_adoption_apply(mapping, rows_in_batches => false);
END
$function$;

COMMENT ON FUNCTION public.adopt_session_tables(jsonb) IS
    'Makes session and session_member views over an application''s own tables, with the triggers on those. '
    'docs/how-to/adopt.md has the mapping. Returns a row for each kind of change to rows, with how many; one row with '
    'adopted = false where the same mapping is in force already. Where a view, trigger or index of it was lost, it is '
    'made anew. Errors, with nothing changed: those of session_adoption_mapping for a mapping that is wrong, 55000 '
    'for tables that can''t be adopted as they are, 55P03 if a table stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.adopt_session_tables(jsonb) FROM PUBLIC;
