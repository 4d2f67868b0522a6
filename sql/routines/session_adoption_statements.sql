-- All that adopting two tables changes, in the order in which it happens: session_adoption_apply() executes it, a dry
-- run prints it. The tables are locked first: whoever waited for a row that it has changed already would keep it from
-- locking the table, and both would wait for each other.

CREATE OR REPLACE FUNCTION public.session_adoption_statements(mapping jsonb, rows_in_batches boolean)
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    read          record;
    ours          jsonb;
    theirs        jsonb;
    own_columns   constant jsonb := '{
        "session": {"session_id": "bigint", "share_id": "uuid", "owner_id": "bigint", "title": "text", "session_type": "text",
                    "is_active": "boolean", "created_at": "timestamptz", "last_activity_at": "timestamptz",
                    "expires_at": "timestamptz", "deactivated_at": "timestamptz", "cleanup_run_id": "bigint"},
        "session_member": {"session_id": "bigint", "user_id": "bigint", "permission": "text", "is_online": "boolean",
                           "joined_at": "timestamptz", "last_active_at": "timestamptz"}}'::jsonb;
    added_columns jsonb;
    added_indexes jsonb;
    needs_key     boolean;
    relation      text;
    own_table     regclass;
    options       jsonb := public.session_adoption_options(mapping);
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);

    added_columns := (SELECT coalesce(jsonb_agg(name ORDER BY name DESC), '[]')
                        FROM unnest(ARRAY['deactivated_at', 'cleanup_run_id']) AS name
                       WHERE NOT read.columns -> 'session' ? name);
    read.columns := jsonb_set(read.columns, '{session}',
                              '{"deactivated_at": "deactivated_at", "cleanup_run_id": "cleanup_run_id"}' || (read.columns -> 'session'));
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    RETURN NEXT format('LOCK TABLE %s, %s IN ACCESS EXCLUSIVE MODE', read.session_table, read.member_table);

    RETURN QUERY SELECT index.statement FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) AS index;
    added_indexes := (SELECT coalesce(jsonb_agg(index.name), '[]') FROM public.session_adoption_indexes(read.session_table, read.member_table, read.columns) AS index)
                     || (SELECT coalesce(jsonb_agg(format('%I.%I', pg_namespace.nspname, pg_class.relname)), '[]')
                           FROM pg_index
                           JOIN pg_class ON pg_class.oid = pg_index.indexrelid
                           JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
                          WHERE pg_index.indrelid IN (read.session_table, read.member_table)
                            AND pg_class.relname IN ('session_cleanup_queue_idx', 'session_cleanup_member_idx'));

    -- The comment is the kind of change, and marks the statement whose rows are counted.
    RETURN QUERY
    SELECT format(E'-- %s\n%s', changed.change, changed.update_statement)
      FROM public.session_adoption_changes(mapping, rows_in_batches) AS changed;

    RETURN QUERY
    SELECT 'DROP INDEX ' || pg_index.indexrelid::regclass
      FROM pg_index
      JOIN pg_class ON pg_class.oid = pg_index.indexrelid
     WHERE pg_index.indrelid = read.session_table
       AND pg_class.relname = 'session_cleanup_adoption_idx';

    RETURN QUERY
    SELECT format('ALTER TABLE %s ADD COLUMN %I %s', read.session_table, name, own_columns -> 'session' ->> name)
      FROM jsonb_array_elements_text(added_columns) AS name;

    needs_key := NOT EXISTS (
        SELECT
          FROM pg_constraint
         WHERE pg_constraint.contype = 'f'
           AND pg_constraint.confupdtype = 'c'
           AND pg_constraint.conrelid = read.member_table
           AND pg_constraint.confrelid = read.session_table
           AND pg_constraint.conkey = ARRAY(SELECT pg_attribute.attnum
                                              FROM pg_attribute
                                             WHERE pg_attribute.attrelid = read.member_table
                                               AND pg_attribute.attname = theirs ->> 'session_id'));

    -- Above READ COMMITTED, rule 2 stands on ON UPDATE CASCADE. Deferred, so that it refuses nothing before COMMIT that
    -- the application's own key does not.
    IF needs_key THEN
        RETURN NEXT format('ALTER TABLE %s ADD CONSTRAINT session_cleanup_session_fkey FOREIGN KEY (%I) REFERENCES %s (%I) '
                           'ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID',
                           read.member_table, theirs ->> 'session_id', read.session_table, ours ->> 'session_id');
    END IF;

    RETURN QUERY
    SELECT 'DROP VIEW ' || dependent.name
      FROM (SELECT * FROM public.session_dependent_views() WITH ORDINALITY ORDER BY ordinality DESC) AS dependent;

    RETURN NEXT 'ALTER TABLE public.session RENAME TO session_own';
    RETURN NEXT 'ALTER TABLE public.session_member RENAME TO session_member_own';

    FOREACH relation IN ARRAY ARRAY['session', 'session_member'] LOOP
        own_table := 'public.' || relation;

        RETURN NEXT format(
            E'CREATE VIEW public.%I AS\nSELECT %s%s\n  FROM %s AS base',
            relation,
            (SELECT string_agg(CASE
                                   WHEN read.columns -> relation ? pg_attribute.attname
                                   THEN format('base.%I AS %I', read.columns -> relation ->> pg_attribute.attname, pg_attribute.attname)
                                   ELSE format('NULL::%s AS %I', format_type(pg_attribute.atttypid, NULL), pg_attribute.attname)
                               END, E',\n       ' ORDER BY pg_attribute.attnum)
               FROM pg_attribute
              WHERE pg_attribute.attrelid = own_table
                AND pg_attribute.attnum > 0
                AND NOT pg_attribute.attisdropped),
            CASE relation WHEN 'session' THEN E',\n       base.xmin AS xmin' ELSE '' END,
            CASE relation WHEN 'session' THEN read.session_table ELSE read.member_table END);

        RETURN QUERY
        SELECT format('ALTER TABLE public.%I OWNER TO %I', relation, pg_get_userbyid(pg_class.relowner))
          FROM pg_class
         WHERE pg_class.oid = own_table
           AND pg_get_userbyid(pg_class.relowner) <> current_user;

        RETURN QUERY
        SELECT format('COMMENT ON %s public.%I%s IS %L',
                      CASE pg_description.objsubid WHEN 0 THEN 'VIEW' ELSE 'COLUMN' END,
                      relation,
                      '.' || (SELECT pg_attribute.attname
                                FROM pg_attribute
                               WHERE pg_attribute.attrelid = own_table
                                 AND pg_attribute.attnum = pg_description.objsubid
                                 AND pg_attribute.attnum > 0),
                      CASE pg_description.objsubid
                          WHEN 0 THEN format('The rows of the adopted table %s: see adopt_session_tables. ',
                                             CASE relation WHEN 'session' THEN read.session_table ELSE read.member_table END)
                          ELSE ''
                      END || pg_description.description)
          FROM pg_description
         WHERE pg_description.classoid = 'pg_class'::regclass
           AND pg_description.objoid = own_table
         ORDER BY pg_description.objsubid;

        RETURN QUERY SELECT unnest(public.session_grant_statements(own_table, 'public.' || relation));
    END LOOP;

    RETURN QUERY
    SELECT format('INSERT INTO public.session_adoption (session_table, member_table, mapping, added, dependent_views) '
                  'VALUES (%L, %L, %L, %L, %L)',
                  read.session_table, read.member_table, mapping,
                  jsonb_build_object(
                      'columns', added_columns,
                      'indexes', added_indexes,
                      'key', needs_key,
                      'session_types', (SELECT coalesce(jsonb_object_agg(session_type.session_type, session_type.inactivity_timeout), '{}')
                                          FROM public.session_type)),
                  (SELECT coalesce(jsonb_agg(to_jsonb(dependent) ORDER BY dependent.depth), '[]')
                     FROM public.session_dependent_views() AS dependent));

    RETURN QUERY
    SELECT statement.text
      FROM public.session_dependent_views() WITH ORDINALITY AS dependent
     CROSS JOIN unnest(dependent.statements) WITH ORDINALITY AS statement (text, number)
     ORDER BY dependent.ordinality, statement.number;

    RETURN QUERY
    SELECT format('INSERT INTO public.session_type (session_type, inactivity_timeout) VALUES (%L, %L) '
                  'ON CONFLICT (session_type) DO UPDATE SET inactivity_timeout = excluded.inactivity_timeout', type.key, type.value)
      FROM jsonb_each_text(mapping -> 'session_types') AS type;

    RETURN QUERY
    SELECT made FROM public.session_adopted_function_statements(read.session_table, read.member_table, read.columns) AS made
    UNION ALL
    SELECT made
      FROM public.session_trigger_statements(read.session_table, read.member_table, read.columns, options, 'session_adopted_') AS made;

    RETURN NEXT $statement$UPDATE public.session_adoption
   SET dependent_views = (SELECT coalesce(jsonb_agg(before.view || jsonb_build_object('definition_now', now.definition)
                                                    ORDER BY before.number), '[]')
                            FROM jsonb_array_elements(session_adoption.dependent_views) WITH ORDINALITY AS before (view, number)
                            LEFT JOIN public.session_dependent_views() AS now ON now.name = before.view ->> 'name')$statement$;

    RETURN NEXT 'SELECT public.session_cleanup_record_objects()';
END
$function$;

COMMENT ON FUNCTION public.session_adoption_statements(jsonb, boolean) IS
    'The statements that adopt the tables of a mapping, in order. With rows_in_batches, session_adoption_batch() changes '
    'the rows, and of those only what it must leave is among them. Errors: those of session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_statements(jsonb, boolean) FROM PUBLIC;
