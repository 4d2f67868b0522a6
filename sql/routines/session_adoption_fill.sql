CREATE OR REPLACE FUNCTION public.session_adoption_fill(template text, columns jsonb)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    ours record;
BEGIN
    FOR ours IN SELECT each.key AS name, each.value AS theirs FROM jsonb_each_text(columns) AS each LOOP
        template := replace(template, '{' || ours.name || '}', quote_ident(ours.theirs));
    END LOOP;

    RETURN template;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_fill(text, jsonb) IS
    'The template with the column that stands for ours in place of each {column}.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_fill(text, jsonb) FROM PUBLIC;
