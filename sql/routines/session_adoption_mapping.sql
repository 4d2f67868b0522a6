-- Reads the mapping of adopt_session_tables() and holds it against the catalogs. Each mistake is an error of its own,
-- before anything is changed. Names are exactly as the catalogs have them, without quotation marks.

CREATE OR REPLACE FUNCTION public.session_adoption_mapping(
    mapping jsonb,
    OUT session_table regclass,
    OUT member_table regclass,
    OUT columns jsonb)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    -- For each of our columns: the types that fit, whether it must be there, whether we write it.
    known CONSTANT jsonb := jsonb_build_object(
        'session', jsonb_build_object(
            'session_id',       '{"types": ["bigint", "integer", "smallint"], "is_key": true, "is_needed": true}'::jsonb,
            'share_id',         '{"types": ["uuid"]}'::jsonb,
            'owner_id',         '{"types": ["bigint", "integer", "smallint"]}'::jsonb,
            'title',            '{"types": ["text", "character varying", "character"]}'::jsonb,
            'session_type',     '{"types": ["text", "character varying"], "is_needed": true}'::jsonb,
            'is_active',        '{"types": ["boolean"], "is_needed": true, "is_written": true, "is_not_null": true}'::jsonb,
            'created_at',       '{"types": ["timestamp with time zone"], "is_needed": true}'::jsonb,
            'last_activity_at', '{"types": ["timestamp with time zone"], "is_needed": true, "is_written": true}'::jsonb,
            'expires_at',       '{"types": ["timestamp with time zone"], "is_needed": true, "is_written": true}'::jsonb,
            'deactivated_at',   '{"types": ["timestamp with time zone"], "is_added": true, "is_written": true}'::jsonb,
            'cleanup_run_id',   '{"types": ["bigint"], "is_added": true, "is_written": true}'::jsonb),
        'session_member', jsonb_build_object(
            'session_id',       '{"types": ["bigint", "integer", "smallint"], "is_needed": true}'::jsonb,
            'user_id',          '{"types": ["bigint", "integer", "smallint"], "is_needed": true}'::jsonb,
            'permission',       '{"types": ["text", "character varying"]}'::jsonb,
            'is_online',        '{"types": ["boolean"], "is_needed": true, "is_written": true, "is_not_null": true}'::jsonb,
            'joined_at',        '{"types": ["timestamp with time zone"]}'::jsonb,
            'last_active_at',   '{"types": ["timestamp with time zone"]}'::jsonb));
    ours        text;
    key         text;
    setting     jsonb;
    given       text;
    found_table record;
    wanted      record;
    attribute   record;
BEGIN
    IF mapping IS NULL OR jsonb_typeof(mapping) <> 'object' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'the mapping must be a JSON object',
            HINT    = 'It has the keys session, session_member and session_types; see docs/how-to/adopt.md.';
    END IF;

    FOR key IN SELECT jsonb_object_keys(mapping) LOOP
        IF key NOT IN ('session', 'session_member', 'session_types', 'delete', 'null_expires_at', 'activity_moves_expires_at') THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('the mapping has an unknown key: %s', key),
                HINT    = 'The keys are session, session_member, session_types, delete, null_expires_at, activity_moves_expires_at.';
        END IF;
    END LOOP;

    IF coalesce(mapping -> 'delete', '"refuse"') NOT IN ('"refuse"', '"allow"') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('delete in the mapping is %s', mapping -> 'delete'),
            HINT    = 'It is "refuse" (SC002 for every DELETE of a session) or "allow".';
    ELSIF coalesce(mapping -> 'null_expires_at', '"never"') NOT IN ('"never"', '"timeout"') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('null_expires_at in the mapping is %s', mapping -> 'null_expires_at'),
            HINT    = 'It is "never" (a session without expires_at never expires) or "timeout" (it gets that of its type).';
    ELSIF jsonb_typeof(coalesce(mapping -> 'activity_moves_expires_at', 'true')) <> 'boolean' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('activity_moves_expires_at in the mapping is %s', mapping -> 'activity_moves_expires_at'),
            HINT    = 'It is true or false, without quotation marks.';
    ELSIF jsonb_typeof(mapping -> 'session_types') IS DISTINCT FROM 'object' OR mapping -> 'session_types' = '{}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'session_types in the mapping must name at least one type',
            HINT    = 'For example: "session_types": {"collaborative": "7 days", "simple": null}; null: never expires.';
    END IF;

    FOR key, setting IN SELECT each.key, each.value FROM jsonb_each(mapping -> 'session_types') AS each LOOP
        BEGIN
            IF jsonb_typeof(setting) NOT IN ('string', 'null') OR (setting #>> '{}')::interval <= interval '0' THEN
                RAISE invalid_datetime_format;
            END IF;
        EXCEPTION
            WHEN invalid_datetime_format OR datetime_field_overflow OR interval_field_overflow THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the timeout of session type %s in the mapping is %s', key, setting),
                    HINT    = 'It is an interval of more than zero, such as "7 days", or null: never expires.';
        END;
    END LOOP;

    columns := jsonb_build_object();

    IF mapping -> 'session' -> 'table' = mapping -> 'session_member' -> 'table' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('the mapping names table %s for both session and session_member', mapping -> 'session' ->> 'table'),
            HINT    = 'Sessions and members are two tables.';
    END IF;

    FOREACH ours IN ARRAY ARRAY['session', 'session_member'] LOOP
        IF jsonb_typeof(mapping -> ours) IS DISTINCT FROM 'object'
           OR jsonb_typeof(mapping -> ours -> 'table') IS DISTINCT FROM 'string'
           OR jsonb_typeof(coalesce(mapping -> ours -> 'columns', '{}')) <> 'object'
           OR (mapping -> ours) - 'table' - 'columns' <> '{}' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('%s in the mapping must be an object of a table, and columns where their names differ', ours),
                HINT    = format('For example: "%s": {"table": "their_table", "columns": {"%s": "their_column"}}',
                                 ours, CASE ours WHEN 'session' THEN 'last_activity_at' ELSE 'last_active_at' END);
        END IF;

        given := mapping -> ours ->> 'table';
        SELECT pg_class.oid, pg_class.relkind, pg_class.relispartition, pg_class.relpersistence, pg_class.relowner,
               pg_class.relnamespace, pg_class.relname,
               EXISTS (SELECT FROM pg_inherits WHERE pg_class.oid IN (pg_inherits.inhparent, pg_inherits.inhrelid)) AS inherits
          INTO found_table
          FROM pg_class
          JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
         WHERE (pg_namespace.nspname = 'public' AND pg_class.relname = given)
            OR (strpos(given, '.') > 0
                AND pg_namespace.nspname = split_part(given, '.', 1)
                AND pg_class.relname = substr(given, strpos(given, '.') + 1))
         ORDER BY pg_namespace.nspname = 'public' AND pg_class.relname = given DESC
         LIMIT 1;

        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('the mapping of %s names a table that is not there: %s', ours, given),
                HINT    = 'Write the name as the database has it, without quotation marks; with its schema where that is not public.';
        ELSIF found_table.relkind <> 'r' OR found_table.relispartition OR found_table.inherits
              OR found_table.relpersistence = 't' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('%s, which the mapping of %s names, is %s', given, ours,
                                 CASE
                                     WHEN found_table.relkind IN ('v', 'm') THEN 'a view'
                                     WHEN found_table.relkind = 'f' THEN 'a foreign table'
                                     WHEN found_table.relkind = 'p' THEN 'a partitioned table'
                                     WHEN found_table.relkind <> 'r' THEN 'not a table'
                                     WHEN found_table.relispartition THEN 'a partition'
                                     WHEN found_table.relpersistence = 't' THEN 'a temporary table'
                                     ELSE 'a table with inheritance'
                                 END),
                HINT    = 'Only ordinary tables can be adopted: the triggers sit on them.';
        ELSIF found_table.relnamespace = 'public'::regnamespace
              AND found_table.relname IN ('session', 'session_member', 'session_own', 'session_member_own', 'session_type',
                                          'cleanup_run', 'cleanup_setting', 'session_adoption', 'session_adoption_expiry',
                                          'session_adoption_moved',
                                          'session_cleanup_object',
                                          'cleanup_run_failure', 'cleanup_run_transaction', 'schemaversions')
              OR found_table.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('%s, which the mapping of %s names, is no table of an application', given, ours),
                HINT    = 'Name the table in which the application keeps its sessions or members.';
        ELSIF NOT pg_has_role(current_user, found_table.relowner, 'USAGE') THEN
            RAISE EXCEPTION USING
                ERRCODE = 'object_not_in_prerequisite_state',
                MESSAGE = format('table %s belongs to %s, not to %s', given, pg_get_userbyid(found_table.relowner), current_user),
                HINT    = 'Adopt it as a role that owns it and the tables of Session Cleanup: GRANT the owning role to that one.';
        END IF;

        IF ours = 'session' THEN
            session_table := found_table.oid;
        ELSE
            member_table := found_table.oid;
        END IF;

        IF session_table = member_table THEN
            RAISE EXCEPTION USING
                ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('the mapping names table %s for both session and session_member', session_table),
                HINT    = 'Sessions and members are two tables.';
        END IF;

        FOR key IN SELECT jsonb_object_keys(coalesce(mapping -> ours -> 'columns', '{}')) LOOP
            IF NOT known -> ours ? key THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the mapping of %s has an unknown column: %s', ours, key),
                    HINT    = format('On the left are the columns of %s: %s.', ours,
                                     (SELECT string_agg(name, ', ') FROM jsonb_object_keys(known -> ours) AS name));
            END IF;
        END LOOP;

        columns := columns || jsonb_build_object(ours, jsonb_build_object());

        FOR wanted IN
            SELECT each.key AS name, each.value AS rule,
                   coalesce(mapping -> ours -> 'columns', '{}') ? each.key AS is_given,
                   mapping -> ours -> 'columns' -> each.key AS value
              FROM jsonb_each(known -> ours) AS each
        LOOP
            IF wanted.is_given AND jsonb_typeof(wanted.value) NOT IN ('string', 'null')
               OR wanted.is_given AND wanted.value = 'null' AND wanted.rule ?| ARRAY['is_needed', 'is_added'] THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the mapping of %s.%s is %s', ours, wanted.name, wanted.value),
                    HINT    = CASE
                                  WHEN wanted.rule ? 'is_added' THEN 'Name a column, or leave it out: adoption adds it.'
                                  WHEN wanted.rule ? 'is_needed' THEN 'Name a column: cleanup can''t do without.'
                                  ELSE 'Name a column, or null: there is none.'
                              END;
            END IF;

            CONTINUE WHEN wanted.is_given AND wanted.value = 'null';
            given := CASE WHEN wanted.is_given THEN wanted.value #>> '{}' ELSE wanted.name END;

            SELECT pg_attribute.attnum, pg_attribute.attnotnull, pg_attribute.attgenerated,
                   format_type(pg_attribute.atttypid, NULL) AS type
              INTO attribute
              FROM pg_attribute
             WHERE pg_attribute.attrelid = found_table.oid
               AND pg_attribute.attname = given
               AND pg_attribute.attnum > 0
               AND NOT pg_attribute.attisdropped;

            IF NOT FOUND THEN
                -- What is ours alone is added.
                CONTINUE WHEN wanted.rule ? 'is_added' AND NOT wanted.is_given;

                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('table %s has no column %s, which the mapping of %s.%s needs',
                                     found_table.oid::regclass, given, ours, wanted.name),
                    HINT    = CASE
                                  WHEN NOT wanted.rule ?| ARRAY['is_needed', 'is_added'] THEN
                                      format('Put "%s": "the column", or null if there is none, into the columns of %s.', wanted.name, ours)
                                  WHEN wanted.name IN ('is_active', 'expires_at') THEN
                                      format('Put "%s": "the column" into the columns of %s. A table that keeps last_seen or ended_at '
                                             'in place of is_active and expires_at needs both columns first.', wanted.name, ours)
                                  ELSE format('Put "%s": "the column" into the columns of %s.', wanted.name, ours)
                              END;
            ELSIF NOT wanted.rule -> 'types' ? attribute.type THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s is of type %s; %s.%s needs %s',
                                     given, found_table.oid::regclass, attribute.type, ours, wanted.name,
                                     (SELECT string_agg(name, ' or ') FROM jsonb_array_elements_text(wanted.rule -> 'types') AS name)),
                    HINT    = CASE
                                  WHEN NOT wanted.rule ?| ARRAY['is_needed', 'is_added'] THEN
                                      format('Put "%s": null into the columns of %s.', wanted.name, ours)
                                  WHEN wanted.name IN ('session_id', 'user_id') THEN
                                      'Session Cleanup''s calls and records name sessions and users by whole numbers: '
                                      'tables with other keys, such as uuid, can''t be adopted.'
                                  WHEN attribute.type = 'timestamp without time zone' THEN
                                      'Its values depend on the time zone of whoever reads them: change it to timestamp with time zone.'
                                  ELSE 'Name another column, or change its type first.'
                              END;
            ELSIF attribute.attgenerated <> '' AND wanted.rule ? 'is_written' THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s is generated, and cleanup writes %s.%s',
                                     given, found_table.oid::regclass, ours, wanted.name),
                    HINT    = 'Name a column that can be updated.';
            ELSIF wanted.rule ? 'is_not_null' AND NOT attribute.attnotnull THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s may be null; %s.%s must be true or false',
                                     given, found_table.oid::regclass, ours, wanted.name),
                    HINT    = format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL;', found_table.oid::regclass, given);
            ELSIF wanted.rule ? 'is_key'
                  AND NOT EXISTS (SELECT
                                    FROM pg_index
                                   WHERE pg_index.indrelid = found_table.oid
                                     AND pg_index.indisunique
                                     AND pg_index.indimmediate
                                     AND pg_index.indisvalid
                                     AND pg_index.indpred IS NULL
                                     AND pg_index.indnkeyatts = 1
                                     AND pg_index.indkey[0] = attribute.attnum) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('column %s of table %s is not unique, and %s.%s is a key',
                                     given, found_table.oid::regclass, ours, wanted.name),
                    HINT    = 'Name the primary key.';
            ELSIF EXISTS (SELECT FROM jsonb_each_text(columns -> ours) AS other WHERE other.value = given) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'invalid_parameter_value',
                    MESSAGE = format('the mapping of %s names column %s twice', ours, given),
                    HINT    = 'Each column stands for one of ours; an optional one may be null.';
            END IF;

            columns := jsonb_set(columns, ARRAY[ours, wanted.name], to_jsonb(given));
        END LOOP;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_mapping(jsonb) IS
    'Reads a mapping of adopt_session_tables() and holds it against the catalogs: the two tables, and for each column '
    'of session and session_member the column that stands for it (none: there is none, or adoption adds it). Errors: '
    '22023 for a mapping that is wrong: an unknown key, a table or column that is not there, that can''t be adopted '
    'or whose type doesn''t fit; 55000 for a table of another owner.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_mapping(jsonb) FROM PUBLIC;
