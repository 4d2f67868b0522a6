-- What the rules can't hold on is refused by name: the rows of a table that inherits (not a partition) have neither
-- the triggers nor the keys of the table that it inherits from.

CREATE OR REPLACE FUNCTION public.session_require_supported_tables()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    inheriting record;
BEGIN
    SELECT pg_inherits.inhparent::regclass AS parent, pg_inherits.inhrelid::regclass AS child
      INTO inheriting
      FROM pg_inherits
      JOIN pg_class ON pg_class.oid = pg_inherits.inhrelid AND NOT pg_class.relispartition
     WHERE pg_inherits.inhparent IN (public.session_base_table('session'), public.session_base_table('session_member'));

    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('table %s inherits from %s: rows in a table that inherits are not supported',
                             inheriting.child, inheriting.parent),
            HINT    = format('ALTER TABLE %s NO INHERIT %s; or make it a partition.', inheriting.child, inheriting.parent);
    END IF;
END
$function$;

COMMENT ON FUNCTION public.session_require_supported_tables() IS
    'Fails with 0A000 where a table inherits from session or session_member.';

REVOKE EXECUTE ON FUNCTION public.session_require_supported_tables() FROM PUBLIC;
