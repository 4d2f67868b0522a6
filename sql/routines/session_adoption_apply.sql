-- session and session_member become views over an application's own tables, and the triggers sit on those. The
-- application goes on as it was, and so does its ORM: nothing of its tables is renamed, moved or retyped.
--
-- In one transaction, the caller's, with the caller's rights: he must own both. The locks are waited for half a second,
-- so that nobody queues behind them for long. They are held until the transaction ends: with rows_in_batches, that is
-- a moment, and without, as long as changing the rows takes.

CREATE OR REPLACE FUNCTION public.session_adoption_apply(mapping jsonb, rows_in_batches boolean)
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
            HINT    = 'SELECT * FROM session_adoption_problems(mapping) lists what is in the way.';
    END IF;

    -- All of them are made before the first is executed.
    FOR statement IN SELECT unnest(ARRAY(SELECT made FROM public.session_adoption_statements(mapping, rows_in_batches) AS made)) LOOP
        EXECUTE statement;
        GET DIAGNOSTICS row_count = ROW_COUNT;
        change := substring(statement FROM '^-- ([^\n]*)');

        IF change IS NOT NULL THEN
            adopted := true;
            RETURN NEXT;
        END IF;
    END LOOP;

    IF NOT rows_in_batches THEN
        UPDATE public.session_adoption SET rows_changed_at = now();
    END IF;

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

COMMENT ON FUNCTION public.session_adoption_apply(jsonb, boolean) IS
    'For adopt_session_tables(). With rows_in_batches, the caller has changed the rows with session_adoption_batch(), and '
    'does so once more afterwards.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_apply(jsonb, boolean) FROM PUBLIC;
