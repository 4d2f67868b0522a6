-- The way back of session_adoption_statements. Views of whoever made some over session go along; those that a CASCADE
-- took are made again as they were before the adoption. With keep_added, the application's tables keep what adoption
-- added to them.

CREATE OR REPLACE FUNCTION public.session_release_statements(keep_added boolean DEFAULT false)
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    adoption public.session_adoption;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF NOT FOUND THEN
        RETURN;
    END IF;

    RETURN QUERY
    SELECT 'DROP VIEW ' || dependent.name
      FROM (SELECT * FROM public.session_dependent_views() WITH ORDINALITY ORDER BY ordinality DESC) AS dependent;

    RETURN QUERY
    SELECT 'DROP VIEW public.' || pg_class.relname
      FROM pg_class
     WHERE pg_class.oid IN (to_regclass('public.session'), to_regclass('public.session_member'))
       AND pg_class.relkind = 'v';

    RETURN QUERY
    SELECT format('DROP FUNCTION %s CASCADE', pg_proc.oid::regprocedure)
      FROM pg_proc
     WHERE pg_proc.pronamespace = 'public'::regnamespace
       AND pg_proc.proname LIKE 'session\_adopted\_%'
       AND pg_proc.proname <> 'session_adopted_function_statements'
     ORDER BY pg_proc.oid::regprocedure::text;

    IF NOT keep_added THEN
        RETURN QUERY
        SELECT format('ALTER TABLE %s DROP CONSTRAINT session_cleanup_session_fkey', adoption.member_table)
          FROM pg_constraint
         WHERE pg_constraint.conrelid = adoption.member_table
           AND pg_constraint.conname = 'session_cleanup_session_fkey'
           AND (adoption.added ->> 'key')::boolean;

        RETURN QUERY
        SELECT DISTINCT 'DROP INDEX ' || to_regclass(index.name)
          FROM jsonb_array_elements_text(adoption.added -> 'indexes') AS index (name)
         WHERE to_regclass(index.name) IS NOT NULL;

        RETURN QUERY
        SELECT DISTINCT format('ALTER TABLE %s DROP COLUMN %I', adoption.session_table, pg_attribute.attname)
          FROM jsonb_array_elements_text(adoption.added -> 'columns') AS added (name)
          JOIN pg_attribute ON pg_attribute.attrelid = adoption.session_table
                           AND pg_attribute.attname = added.name
                           AND NOT pg_attribute.attisdropped;

        RETURN QUERY
        SELECT format('DELETE FROM public.session_type WHERE session_type = %L', type.key)
          FROM jsonb_each_text(adoption.mapping -> 'session_types') AS type
         WHERE NOT adoption.added -> 'session_types' ? type.key
        UNION ALL
        SELECT format('UPDATE public.session_type SET inactivity_timeout = %L WHERE session_type = %L', type.value, type.key)
          FROM jsonb_each_text(adoption.added -> 'session_types') AS type
         WHERE adoption.mapping -> 'session_types' ? type.key;
    END IF;

    RETURN NEXT 'ALTER TABLE public.session_own RENAME TO session';
    RETURN NEXT 'ALTER TABLE public.session_member_own RENAME TO session_member';
    RETURN QUERY
    SELECT format('INSERT INTO public.session_adoption_expiry (session_table) VALUES (%L) '
                  'ON CONFLICT (session_table) DO UPDATE SET moved_until = excluded.moved_until',
                  adoption.session_table)
     WHERE (public.session_adoption_options(adoption.mapping) -> 'activity_moves_expires_at')::boolean;

    RETURN NEXT 'DELETE FROM public.session_adoption';

    RETURN QUERY
    WITH before AS (
        SELECT stored.view ->> 'name' AS name,
               stored.view ->> 'definition_now' AS definition_now,
               ARRAY(SELECT jsonb_array_elements_text(stored.view -> 'statements')) AS statements,
               (stored.view ->> 'depth')::integer AS depth,
               stored.number
          FROM jsonb_array_elements(adoption.dependent_views) WITH ORDINALITY AS stored (view, number)
    ), wanted AS (
        SELECT coalesce(now.depth, before.depth) AS depth,
               coalesce(before.number, now.ordinality) AS number,
               -- As it was before, unless an upgrade has changed it since.
               CASE
                   WHEN now.name IS NULL OR now.definition = before.definition_now THEN before.statements
                   ELSE now.statements
               END AS statements
          FROM before
          FULL JOIN public.session_dependent_views() WITH ORDINALITY AS now ON now.name = before.name
    )
    SELECT statement.text
      FROM wanted
     CROSS JOIN unnest(wanted.statements) WITH ORDINALITY AS statement (text, number)
     ORDER BY wanted.depth, wanted.number, statement.number;

    IF NOT keep_added THEN
        RETURN NEXT 'SELECT public.session_attach_triggers()';
        RETURN NEXT 'SELECT public.session_cleanup_record_objects()';
    END IF;
END
$function$;

COMMENT ON FUNCTION public.session_release_statements(boolean) IS
    'The statements that give adopted tables back, in order; none where no tables are adopted. With keep_added => '
    'true what adoption added to them stays.';

REVOKE EXECUTE ON FUNCTION public.session_release_statements(boolean) FROM PUBLIC;
