-- The way back of adopt_session_tables(): session and session_member are tables again, empty as they were.

CREATE OR REPLACE FUNCTION public.release_session_tables()
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
SET client_min_messages = warning
AS $function$
DECLARE
    statement text;
    released  boolean := false;
BEGIN
    LOCK TABLE public.session_adoption IN SHARE ROW EXCLUSIVE MODE;

    FOR statement IN SELECT unnest(ARRAY(SELECT made FROM public.session_release_statements() AS made)) LOOP
        released := true;
        EXECUTE statement;
    END LOOP;

    RETURN released;
END
$function$;

COMMENT ON FUNCTION public.release_session_tables() IS
    'Gives adopted tables back: the views, triggers, columns, indexes and keys that adoption made are dropped, with '
    'what those columns hold; rows stay as they are. True if it did; false, and nothing changed, where no tables are '
    'adopted. Errors: 42501 for a role that does not own all of it, 55P03 if a table stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.release_session_tables() FROM PUBLIC;
