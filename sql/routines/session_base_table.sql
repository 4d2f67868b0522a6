CREATE OR REPLACE FUNCTION public.session_base_table(relation text)
RETURNS regclass
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
SELECT coalesce((SELECT CASE relation WHEN 'session' THEN session_adoption.session_table ELSE session_adoption.member_table END
                   FROM public.session_adoption),
                to_regclass('public.' || relation));
$function$;

COMMENT ON FUNCTION public.session_base_table(text) IS
    'The table that holds the rows of session or session_member: itself, or the application''s that is adopted.';

REVOKE EXECUTE ON FUNCTION public.session_base_table(text) FROM PUBLIC;
