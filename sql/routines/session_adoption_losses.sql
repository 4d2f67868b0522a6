-- What the application's migrations, or somebody's hand, took away from an adoption. Cheap: it reads the catalogs.

CREATE OR REPLACE FUNCTION public.session_adoption_losses()
RETURNS TABLE (
    problem text,
    detail text,
    remedy text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    adoption public.session_adoption;
    columns  jsonb;
    ours     text;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    FOREACH ours IN ARRAY ARRAY['session', 'session_member'] LOOP
        IF NOT EXISTS (SELECT FROM pg_class WHERE pg_class.oid = public.session_base_table(ours)) THEN
            RETURN QUERY
            SELECT 'adopted table is gone'::text,
                   format('%s was a view over %s', ours, adoption.mapping -> ours ->> 'table'),
                   'Run session-cleanup unadopt, or SELECT release_session_tables();'::text;
        ELSIF to_regclass('public.' || ours) IS NULL THEN
            RETURN QUERY
            SELECT 'view is missing'::text,
                   format('%s over the adopted table %s: a column of it was dropped with CASCADE, perhaps', ours, public.session_base_table(ours)),
                   'Name another column, or null, for the one that is gone, and adopt again: session-cleanup adopt FILE.'::text;
        END IF;
    END LOOP;

    IF EXISTS (SELECT FROM pg_class WHERE pg_class.oid = to_regclass('public.session') AND pg_class.relkind = 'v')
       AND to_regclass('public.session_member') IS NOT NULL THEN
        columns := public.session_adoption_columns();

        RETURN QUERY
        SELECT CASE WHEN pg_trigger.oid IS NULL THEN 'trigger is missing' ELSE 'trigger is disabled' END,
               format('%s on %s', wanted.name, wanted.relation),
               CASE
                   WHEN pg_trigger.oid IS NULL THEN 'Run session-cleanup adopt FILE again, or SELECT session_attach_triggers();'
                   ELSE format('ALTER TABLE %s ENABLE TRIGGER %I;', wanted.relation, wanted.name)
               END
          FROM (SELECT (regexp_match(made, '^CREATE OR REPLACE TRIGGER "?(\w+)"? '))[1] AS name,
                       CASE
                           WHEN made ~ '^CREATE OR REPLACE TRIGGER session_member' THEN adoption.member_table
                           ELSE adoption.session_table
                       END AS relation
                  FROM public.session_trigger_statements(
                           adoption.session_table, adoption.member_table, columns,
                           public.session_adoption_options(adoption.mapping),
                           'session_adopted_') AS made
                 WHERE made LIKE 'CREATE%') AS wanted
          LEFT JOIN pg_trigger ON pg_trigger.tgrelid = wanted.relation AND pg_trigger.tgname = wanted.name
         WHERE pg_trigger.oid IS NULL
            OR pg_trigger.tgenabled NOT IN ('O', 'A');

        RETURN QUERY
        SELECT 'index is missing or invalid'::text,
               format('%s on %s', index.name, index.relation),
               CASE WHEN index.is_invalid THEN format('DROP INDEX CONCURRENTLY %s; ', index.name) ELSE '' END
               || index.concurrent_statement || ';'
          FROM public.session_adoption_indexes(adoption.session_table, adoption.member_table, columns) AS index;
    END IF;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_losses() IS
    'What is missing of an adoption: a view, a trigger, an index, a table; no row: nothing, or no tables are adopted.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_losses() FROM PUBLIC;
