-- The rows that adoption changes, each kind with the statement that does it. Under UTC, for the reason that
-- session_first_expiry gives.

CREATE OR REPLACE FUNCTION public.session_adoption_rows(mapping jsonb)
RETURNS TABLE (
    change text,
    row_count bigint,
    statement text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
SET max_parallel_workers_per_gather = 0
AS $function$
DECLARE
    read        record;
    ours        jsonb;
    theirs      jsonb;
    part        record;
    options     constant jsonb := public.session_adoption_options(mapping);
    -- Adopted before: until then, each activity has moved expires_at already.
    moved_until timestamptz;
BEGIN
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    moved_until := CASE
        WHEN EXISTS (SELECT FROM public.session_adoption WHERE session_adoption.session_table = read.session_table) THEN now()
        ELSE coalesce((SELECT released.released_at
                         FROM public.session_adoption_release AS released
                        WHERE released.session_table = read.session_table), '-infinity')
    END;
    ours := read.columns -> 'session';
    theirs := read.columns -> 'session_member';

    FOR part IN
        SELECT wanted.*
          FROM (VALUES
                ('members of inactive sessions set offline',
                 read.member_table, theirs,
                 '{is_online} = false',
                 'base.{is_online} AND EXISTS (SELECT FROM ' || read.session_table || ' AS session '
                 || format('WHERE session.%I = base.{session_id} AND NOT session.%I)', ours ->> 'session_id', ours ->> 'is_active'),
                 true),
                ('sessions without expires_at given that of their type',
                 read.session_table, ours,
                 '{expires_at} = base.{last_activity_at} + '
                 || format('(%L::jsonb ->> base.{session_type})::interval', mapping -> 'session_types'),
                 'base.{expires_at} IS NULL AND base.{is_active} AND '
                 || format('%L::jsonb ->> base.{session_type} IS NOT NULL', mapping -> 'session_types'),
                 options ->> 'null_expires_at' = 'timeout'),
                ('sessions given the lifetime that was chosen for them from their last use, no longer from their creation',
                 read.session_table, ours,
                 '{expires_at} = public.session_moved_expiry(base.{expires_at}, '
                 || format('greatest(base.{created_at}, %L::timestamptz), base.{last_activity_at})', moved_until),
                 'base.{is_active} AND isfinite(base.{expires_at}) AND isfinite(base.{last_activity_at}) AND isfinite(base.{created_at}) '
                 || 'AND base.{expires_at} >= now() AND base.{last_activity_at} >= '
                 || format('greatest(base.{created_at}, %L::timestamptz) + interval ''1 second'' AND ', moved_until)
                 || format('%L::jsonb ->> base.{session_type} IS NOT NULL', mapping -> 'session_types'),
                 (options -> 'activity_moves_expires_at')::boolean),
                ('active sessions whose deactivated_at is set to null',
                 read.session_table, ours,
                 '{deactivated_at} = NULL',
                 'base.{is_active} AND base.{deactivated_at} IS NOT NULL',
                 ours ? 'deactivated_at')
               ) AS wanted (change, relation, columns, assignment, condition, is_wanted)
         WHERE wanted.is_wanted
    LOOP
        change := part.change;
        statement := public.session_adoption_fill(
            format('UPDATE %s AS base SET %s WHERE %s', part.relation, part.assignment, part.condition), part.columns);
        EXECUTE public.session_adoption_fill(format('SELECT count(*) FROM %s AS base WHERE %s', part.relation, part.condition), part.columns)
           INTO row_count;
        RETURN NEXT;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_rows(jsonb) IS
    'How many rows of which kind adopting the tables of a mapping changes, and by which statement. Errors: those of '
    'session_adoption_mapping.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_rows(jsonb) FROM PUBLIC;
