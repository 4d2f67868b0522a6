-- session and session_member become views over an application's own tables, and the triggers sit on those. The
-- application goes on as it was, and so does its ORM: nothing of its tables is renamed, moved or retyped.
--
-- In one transaction, the caller's, with the caller's rights: he must own both. The locks are waited for half a second,
-- so that nobody queues behind them for long.

CREATE OR REPLACE FUNCTION public.adopt_session_tables(mapping jsonb)
RETURNS TABLE (
    adopted boolean,
    change text,
    row_count bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
SET client_min_messages = warning
SET timezone = 'UTC'
AS $function$
DECLARE
    adoption  public.session_adoption;
    statement text;
    rows      record;
    problems  text;
BEGIN
    LOCK TABLE public.session_adoption IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO adoption FROM public.session_adoption;

    IF FOUND THEN
        IF EXISTS (SELECT FROM public.session_adoption_losses()) THEN
            -- The views are made anew, if the mapping fits. What adoption added to the tables stays.
            PERFORM public.session_adoption_mapping(mapping);
        ELSIF public.session_adoption_is_in_force(mapping) THEN
            adopted := false;
            change := 'nothing: these tables are adopted already';
            row_count := 0;
            RETURN NEXT;
            RETURN;
        ELSE
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('tables %s and %s are adopted already, with another mapping',
                                 adoption.session_table, adoption.member_table),
                HINT    = 'Release them first: session-cleanup unadopt, or SELECT release_session_tables().';
        END IF;

        FOR statement IN SELECT made FROM public.session_release_statements(keep_added => true) AS made LOOP
            EXECUTE statement;
        END LOOP;
    END IF;

    SELECT string_agg(found.problem || ' (' || found.remedy || ')', '; ')
      INTO problems
      FROM public.session_adoption_problems(mapping) AS found;

    IF problems IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the tables can''t be adopted: ' || problems,
            HINT    = 'Nothing has been changed. SELECT * FROM session_adoption_problems(mapping) lists what is in the way.';
    END IF;

    -- Before the tables are locked: it reads all of them.
    FOR rows IN SELECT * FROM public.session_adoption_rows(mapping) LOOP
        adopted := true;
        change := rows.change;
        EXECUTE rows.statement;
        GET DIAGNOSTICS row_count = ROW_COUNT;
        RETURN NEXT;
    END LOOP;

    -- All of them are made before the first is executed.
    FOR statement IN SELECT unnest(ARRAY(SELECT made FROM public.session_adoption_statements(mapping) AS made)) LOOP
        EXECUTE statement;
    END LOOP;

    IF adoption.mapping IS NOT NULL THEN
        UPDATE public.session_adoption
           SET added = jsonb_build_object(
                   'columns', (session_adoption.added -> 'columns') || (adoption.added -> 'columns'),
                   'indexes', (session_adoption.added -> 'indexes') || (adoption.added -> 'indexes'),
                   'key', (session_adoption.added -> 'key')::boolean OR (adoption.added -> 'key')::boolean,
                   'session_types', adoption.added -> 'session_types');
    END IF;
END
$function$;

COMMENT ON FUNCTION public.adopt_session_tables(jsonb) IS
    'Makes session and session_member views over an application''s own tables, with the triggers on those. '
    'docs/how-to/adopt.md has the mapping. Returns a row for each kind of change to rows, with how many; one row with '
    'adopted = false where the same mapping is in force already. Where a view, trigger or index of it was lost, it is '
    'made anew. Errors, with nothing changed: those of session_adoption_mapping for a mapping that is wrong, 55000 '
    'for tables that can''t be adopted as they are, 55P03 if a table stays locked for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.adopt_session_tables(jsonb) FROM PUBLIC;
