-- What keeps two tables from being adopted, all of it at once: who fixes one thing wants to know of the next.

CREATE OR REPLACE FUNCTION public.session_adoption_problems(mapping jsonb, except_indexes boolean DEFAULT false)
RETURNS TABLE (
    problem text,
    remedy text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET max_parallel_workers_per_gather = 0
AS $function$
DECLARE
    read    record;
    ours    jsonb;
    theirs  jsonb;
    owner   oid;
    counted bigint;
    value   text;
    index   record;
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    SELECT pg_class.relowner INTO owner FROM pg_class WHERE pg_class.oid = 'public.session_adoption'::regclass;

    IF NOT pg_has_role(current_user, owner, 'USAGE') THEN
        RETURN QUERY
        SELECT format('the tables of Session Cleanup belong to %s, not to %s', pg_get_userbyid(owner), current_user),
               format('Adopt as %s.', pg_get_userbyid(owner));
    END IF;

    RETURN QUERY
    SELECT format('table %s belongs to %s, and %s, who owns Session Cleanup, has not its rights',
                  pg_class.oid::regclass, pg_get_userbyid(pg_class.relowner), pg_get_userbyid(owner)),
           format('GRANT %I TO %I; or let the same role own both.', pg_get_userbyid(pg_class.relowner), pg_get_userbyid(owner))
      FROM pg_class
     WHERE pg_class.oid IN (read.session_table, read.member_table)
       AND NOT pg_has_role(owner, pg_class.relowner, 'USAGE');

    RETURN QUERY
    SELECT format('this database is node %s of a router', cleanup_setting.node_number),
           'A node needs the tables that migrate makes: adopt in a database of its own.'::text
      FROM public.cleanup_setting
     WHERE cleanup_setting.node_number IS NOT NULL;

    IF NOT EXISTS (SELECT FROM public.session_adoption) THEN
        IF EXISTS (SELECT FROM public.session) OR EXISTS (SELECT FROM public.session_member) THEN
            RETURN QUERY
            SELECT 'Session Cleanup''s own tables session and session_member are not empty'::text,
                   'Their sessions would be out of sight: move them to the application''s table, or use another database.'::text;
        END IF;

        RETURN QUERY
        SELECT format('there is a relation named %s already', pg_class.oid::regclass), 'Rename it.'::text
          FROM pg_class
         WHERE pg_class.oid IN (to_regclass('public.session_own'), to_regclass('public.session_member_own'));

        RETURN QUERY
        SELECT format('the materialized view %s depends on session or session_member', pg_class.oid::regclass),
               'Drop it, and create it again when the tables are adopted.'::text
          FROM public.session_dependent_views() AS dependent
          JOIN pg_class ON pg_class.oid = dependent.name::regclass AND pg_class.relkind = 'm';
    END IF;

    FOR value, counted IN EXECUTE
        public.session_adoption_fill(
            format('SELECT base.{session_type}::text AS type, count(*) AS sessions FROM %s AS base '
                   'WHERE base.{session_type} IS NULL OR NOT $1 ? base.{session_type}::text GROUP BY 1 ORDER BY 1', read.session_table),
            ours)
        USING mapping -> 'session_types'
    LOOP
        RETURN QUERY
        SELECT format('%s of type %s, which the mapping does not name',
                      CASE counted WHEN 1 THEN '1 session is' ELSE counted || ' sessions are' END,
                      coalesce(quote_literal(value), 'null')),
               CASE
                   WHEN value IS NULL THEN 'UPDATE them: a session has a type.'
                   ELSE format('Put %s: "7 days", or null for never, into session_types.', to_json(value))
               END;
    END LOOP;

    EXECUTE public.session_adoption_fill(
        format('SELECT count(*) FROM %s AS member WHERE NOT EXISTS (SELECT FROM %s AS base WHERE base.%I = member.{session_id})',
               read.member_table, read.session_table, ours ->> 'session_id'),
        theirs)
        INTO counted;

    IF counted > 0 THEN
        RETURN QUERY
        SELECT format('%s of %s %s no session',
                      CASE counted WHEN 1 THEN '1 row' ELSE counted || ' rows' END,
                      read.member_table,
                      CASE counted WHEN 1 THEN 'has' ELSE 'have' END),
               public.session_adoption_fill(
                   format('Restore the sessions, or: DELETE FROM %s WHERE {session_id} IS NULL OR {session_id} NOT IN (SELECT %I FROM %s);',
                          read.member_table, ours ->> 'session_id', read.session_table),
                   theirs);
    END IF;

    IF theirs ? 'permission' THEN
        FOR value, counted IN EXECUTE
            public.session_adoption_fill(
                format('SELECT base.{permission}::text AS permission, count(*) AS members FROM %s AS base '
                       'WHERE base.{permission} NOT IN (''view'', ''edit'') GROUP BY 1 ORDER BY 1', read.member_table),
                theirs)
        LOOP
            RETURN QUERY
            SELECT format('%s permission %L; Session Cleanup knows view and edit',
                          CASE counted WHEN 1 THEN '1 member has' ELSE counted || ' members have' END, value),
                   'Put "permission": null into the columns of session_member: cleanup does without.'::text;
        END LOOP;
    END IF;

    FOR index IN SELECT * FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) WHERE NOT except_indexes LOOP
        IF index.is_invalid THEN
            RETURN QUERY
            SELECT format('index %s is invalid: building it was interrupted', index.name),
                   format('DROP INDEX CONCURRENTLY %s;', index.name);
        ELSIF pg_relation_size(index.relation) > 100 * 1024 * 1024 THEN
            RETURN QUERY
            SELECT format('building the index on %s would block its writers for long', index.relation),
                   format('First, outside of a transaction: %s; session-cleanup adopt does that itself.',
                          index.concurrent_statement);
        END IF;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_problems(jsonb, boolean) IS
    'What keeps the tables of a mapping from being adopted, and what to do; no row: nothing does. It reads both '
    'tables. With except_indexes => true, a missing index of a large table is none: the caller builds it '
    'concurrently. Errors: those of session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_problems(jsonb, boolean) FROM PUBLIC;
