-- By what the mapping means, not by how it is written: after a column was renamed, the mapping with the new name is in
-- force.

CREATE OR REPLACE FUNCTION public.session_adoption_is_in_force(mapping jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RETURN EXISTS (
        SELECT
          FROM public.session_adoption
         CROSS JOIN public.session_adoption_mapping(session_adoption_is_in_force.mapping) AS read
         WHERE session_adoption.session_table = read.session_table
           AND session_adoption.member_table = read.member_table
           AND public.session_adoption_columns() = read.columns
           AND public.session_adoption_options(session_adoption.mapping)
               = public.session_adoption_options(session_adoption_is_in_force.mapping));
END
$function$;

COMMENT ON FUNCTION public.session_adoption_is_in_force(jsonb) IS
    'Whether the tables of the mapping are adopted in just that way. Errors: those of session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_is_in_force(jsonb) FROM PUBLIC;
