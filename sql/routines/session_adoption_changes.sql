-- What adoption changes in the application's rows, each kind as an UPDATE and as a query that counts: all of it, or
-- with rows_in_batches that of the sessions with keys after after_id, through through_id. Under UTC, for the reason
-- that session_first_expiry gives.
--
-- expires_at is moved by as much as the last activity is after the creation, and that must not happen twice:
-- session_adoption_expiry and session_adoption_moved say what is done. With rows_in_batches and without keys, it is
-- what the batches must leave to when the tables are locked: sessions that were used since they began. An index finds
-- those (session_adoption_begin).

CREATE OR REPLACE FUNCTION public.session_adoption_changes(
    mapping jsonb,
    rows_in_batches boolean DEFAULT false,
    after_id bigint DEFAULT NULL,
    through_id bigint DEFAULT NULL)
RETURNS TABLE (
    change text,
    update_statement text,
    count_statement text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET datestyle = 'ISO'
AS $function$
DECLARE
    read    record;
    ours    jsonb;
    theirs  jsonb;
    part    record;
    expiry  public.session_adoption_expiry;
    moved   text;
    options constant jsonb := public.session_adoption_options(mapping);
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    SELECT * INTO expiry FROM public.session_adoption_expiry WHERE session_adoption_expiry.session_table = read.session_table;
    moved := format('greatest(base.{created_at}, %L::timestamptz, (SELECT moved.last_activity_at FROM public.session_adoption_moved AS moved '
                    'WHERE moved.session_table = %L::regclass AND moved.session_id = base.{session_id}))',
                    coalesce(expiry.moved_until, '-infinity'), read.session_table);

    FOR part IN
        SELECT wanted.*
          FROM (VALUES
                ('members of inactive sessions set offline',
                 false,
                 read.member_table, theirs,
                 '{is_online} = false',
                 'base.{is_online} AND EXISTS (SELECT FROM ' || read.session_table || ' AS session '
                 || format('WHERE session.%I = base.{session_id} AND NOT session.%I)', ours ->> 'session_id', ours ->> 'is_active'),
                 true),
                ('sessions without expires_at given that of their type',
                 false,
                 read.session_table, ours,
                 '{expires_at} = base.{last_activity_at} + '
                 || format('(%L::jsonb ->> base.{session_type})::interval', mapping -> 'session_types'),
                 'base.{expires_at} IS NULL AND base.{is_active} AND '
                 || format('%L::jsonb ->> base.{session_type} IS NOT NULL', mapping -> 'session_types'),
                 options ->> 'null_expires_at' = 'timeout'),
                ('sessions given the lifetime that was chosen for them from their last use, no longer from their creation',
                 true,
                 read.session_table, ours,
                 format('{expires_at} = public.session_moved_expiry(base.{expires_at}, %s, base.{last_activity_at})', moved),
                 'base.{is_active} AND isfinite(base.{expires_at}) AND isfinite(base.{last_activity_at}) AND isfinite(base.{created_at}) '
                 || format('AND base.{expires_at} >= now() AND base.{last_activity_at} >= %s + interval ''1 second'' AND ', moved)
                 || format('%L::jsonb ->> base.{session_type} IS NOT NULL', mapping -> 'session_types')
                 || CASE
                        WHEN rows_in_batches AND through_id IS NULL
                        THEN format(' AND base.{last_activity_at} >= %L::timestamptz', expiry.begun_at)
                        ELSE ''
                    END,
                 (options -> 'activity_moves_expires_at')::boolean
                 -- The triggers move it already.
                 AND NOT EXISTS (SELECT FROM public.session_adoption WHERE session_adoption.session_table = read.session_table)),
                ('active sessions whose deactivated_at is set to null',
                 false,
                 read.session_table, ours,
                 '{deactivated_at} = NULL',
                 'base.{is_active} AND base.{deactivated_at} IS NOT NULL',
                 ours ? 'deactivated_at')
               ) AS wanted (change, moves_expiry, relation, columns, assignment, condition, is_wanted)
         WHERE wanted.is_wanted
           AND (wanted.moves_expiry OR through_id IS NOT NULL OR NOT rows_in_batches)
    LOOP
        change := part.change;
        count_statement := public.session_adoption_fill(
            format('SELECT count(*) FROM %s AS base WHERE %s', part.relation, part.condition), part.columns);
        update_statement := format('UPDATE %s AS base SET %s WHERE %s', part.relation, part.assignment, part.condition)
            || CASE
                   WHEN through_id IS NOT NULL
                   THEN format(' AND base.{session_id} > %s AND base.{session_id} <= %s', after_id, through_id)
                   ELSE ''
               END;

        IF part.moves_expiry AND through_id IS NOT NULL THEN
            update_statement := format(
                'WITH moved AS (%s RETURNING %L::regclass, base.{session_id}, base.{last_activity_at}) '
                'INSERT INTO public.session_adoption_moved TABLE moved '
                'ON CONFLICT (session_table, session_id) DO UPDATE SET last_activity_at = excluded.last_activity_at',
                update_statement, read.session_table);
        END IF;

        update_statement := public.session_adoption_fill(update_statement, part.columns);
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_changes(jsonb, boolean, bigint, bigint) IS
    'The kinds of rows that adopting the tables of a mapping changes, each with its statements. Errors: those of '
    'session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_changes(jsonb, boolean, bigint, bigint) FROM PUBLIC;
