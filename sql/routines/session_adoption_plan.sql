-- What adopting the tables of a mapping, or releasing those that are adopted (null), would do: for a dry run, which
-- writes nothing.

CREATE OR REPLACE FUNCTION public.session_adoption_plan(mapping jsonb)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
DECLARE
    adoption public.session_adoption;
    is_lost  boolean := EXISTS (SELECT FROM public.session_adoption_losses());
    read     record;
    -- As adopt_session_tables() has them.
    settings constant jsonb := '["SET LOCAL lock_timeout = ''500ms''", "SET LOCAL timezone = ''UTC''"]'::jsonb;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF mapping IS NULL THEN
        RETURN jsonb_build_object(
            'changed', adoption.mapping IS NOT NULL,
            'problems', jsonb_build_array(),
            'changes', jsonb_build_array(),
            'concurrently', jsonb_build_array(),
            'statements', settings || (SELECT coalesce(jsonb_agg(made), '[]') FROM public.session_release_statements() AS made));
    END IF;

    IF adoption.mapping IS NOT NULL AND NOT is_lost THEN
        RETURN jsonb_build_object(
            'changed', false,
            'problems', CASE
                            WHEN public.session_adoption_is_in_force(mapping) THEN jsonb_build_array()
                            ELSE jsonb_build_array(jsonb_build_object(
                                'problem', format('tables %s and %s are adopted already, with another mapping',
                                                  adoption.session_table, adoption.member_table),
                                'remedy', 'Release them first: session-cleanup unadopt, or SELECT release_session_tables().'))
                        END,
            'changes', jsonb_build_array(),
            'concurrently', jsonb_build_array(),
            'statements', jsonb_build_array());
    END IF;

    SELECT * INTO read FROM public.session_adoption_mapping(mapping);

    RETURN jsonb_build_object(
        'changed', true,
        'problems', (SELECT coalesce(jsonb_agg(jsonb_build_object('problem', found.problem, 'remedy', found.remedy)), '[]')
                       FROM public.session_adoption_problems(mapping, except_indexes => true) AS found),
        'changes', (SELECT coalesce(jsonb_agg(jsonb_build_object('change', rows.change, 'row_count', rows.row_count)), '[]')
                      FROM public.session_adoption_rows(mapping) AS rows),
        'concurrently', (SELECT coalesce(jsonb_agg(made.statement ORDER BY made.number), '[]')
                           FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) AS index
                          CROSS JOIN LATERAL (VALUES (1, CASE WHEN index.is_invalid THEN 'DROP INDEX CONCURRENTLY ' || index.name END),
                                                     (2, index.concurrent_statement)) AS made (number, statement)
                          WHERE made.statement IS NOT NULL),
        'statements', settings
                      || CASE
                          WHEN is_lost THEN
                              (SELECT coalesce(jsonb_agg(made), '[]') FROM public.session_release_statements(keep_added => true) AS made)
                              || '["-- and then the views, functions and triggers of the mapping, anew"]'
                          ELSE
                              (SELECT coalesce(jsonb_agg(made), '[]')
                                 FROM public.session_adoption_statements(mapping, rows_in_batches => false) AS made
                                WHERE made NOT LIKE 'CREATE INDEX %')
                      END);
END
$function$;

COMMENT ON FUNCTION public.session_adoption_plan(jsonb) IS
    'What adopt_session_tables(mapping), or with null release_session_tables(), would do now, without doing it: a '
    'JSON object of changed (false: nothing would be), problems (each with its remedy), changes (kinds of rows and '
    'how many), concurrently (index statements for outside of a transaction) and statements. Errors: those of '
    'session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_plan(jsonb) FROM PUBLIC;
