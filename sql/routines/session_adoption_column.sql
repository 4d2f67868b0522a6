CREATE OR REPLACE FUNCTION public.session_adoption_column(relation text, name text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN (
        SELECT public.session_adoption_columns() -> relation ->> name);
END
$function$;

COMMENT ON FUNCTION public.session_adoption_column(text, text) IS
    'The column of the adopted table that a column of session or session_member shows now. Null: none.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_column(text, text) FROM PUBLIC;
