-- Everything that can be wrong with an installation and its data without an error being raised: what somebody changed
-- by hand, what a restore leaves behind, what a clock did.

CREATE OR REPLACE FUNCTION public.session_cleanup_check(check_rows boolean DEFAULT true)
RETURNS TABLE (
    problem text,
    detail text,
    remedy text)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
SET timezone = 'UTC'
SET datestyle = 'ISO'
SET max_parallel_workers_per_gather = 0
AS $function$
DECLARE
    counted bigint;
BEGIN
    RETURN QUERY SELECT * FROM public.session_adoption_losses();

    RETURN QUERY
    SELECT format('%s %s', drift.kind, drift.difference),
           drift.identity,
           CASE
               WHEN drift.is_routine OR drift.kind = 'schema' THEN 'Run session-cleanup migrate, or apply sql/routines with psql again.'
               WHEN drift.kind = 'constraint' AND drift.difference = 'is not validated' THEN
                   format('ALTER TABLE %s VALIDATE CONSTRAINT %s;',
                          split_part(drift.identity, ' on ', 2), split_part(drift.identity, ' on ', 1))
               WHEN drift.kind = 'constraint' THEN
                   format('ALTER TABLE %s ADD CONSTRAINT %s %s;',
                          split_part(drift.identity, ' on ', 2), split_part(drift.identity, ' on ', 1), drift.definition)
               WHEN drift.kind = 'index' AND drift.difference = 'is invalid' THEN
                   format('REINDEX INDEX CONCURRENTLY public.%s;', drift.identity)
               WHEN drift.kind = 'index' THEN format('%s;', drift.definition)
               ELSE 'Restore it from a backup.'
           END
      FROM public.session_cleanup_drift() AS drift
     WHERE to_regclass('public.session') IS NOT NULL
        OR NOT EXISTS (SELECT FROM public.session_adoption);

    RETURN QUERY
    SELECT 'index is missing or invalid',
           'session (session_type, is_active, expires_at)',
           'CREATE INDEX CONCURRENTLY session_session_type_is_active_expires_at_idx ON public.session (session_type, '
           'is_active, expires_at); if there is an invalid one, DROP INDEX CONCURRENTLY it first.'
      FROM pg_class
     WHERE pg_class.oid = to_regclass('public.session')
       AND pg_class.relkind IN ('r', 'p')
       AND NOT EXISTS (SELECT
                         FROM pg_index
                        WHERE pg_index.indrelid = pg_class.oid
                          AND pg_index.indisvalid
                          AND pg_index.indpred IS NULL
                          AND ARRAY(SELECT pg_attribute.attname::text
                                      FROM unnest(pg_index.indkey) WITH ORDINALITY AS key (attnum, position)
                                      JOIN pg_attribute ON pg_attribute.attrelid = pg_index.indrelid
                                                       AND pg_attribute.attnum = key.attnum
                                     ORDER BY key.position) = ARRAY['session_type', 'is_active', 'expires_at']);

    RETURN QUERY
    SELECT 'row-level security hides rows from the cleanup',
           pg_class.relname::text,
           format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY; or let %I, who owns the routines, bypass it: ALTER ROLE %3$I BYPASSRLS;',
                  pg_class.oid::regclass, pg_roles.rolname, pg_roles.rolname)
      FROM pg_class
      JOIN pg_proc ON pg_proc.oid = to_regprocedure('public.session_cleanup_check(boolean)')
      JOIN pg_roles ON pg_roles.oid = pg_proc.proowner
     WHERE (pg_class.oid IN (public.session_base_table('session'), public.session_base_table('session_member'))
            OR pg_class.relnamespace = 'public'::regnamespace
            AND pg_class.relname IN ('session_type', 'cleanup_run', 'cleanup_setting'))
       AND pg_class.relrowsecurity
       AND (pg_class.relforcerowsecurity OR pg_class.relowner <> pg_proc.proowner)
       AND NOT (pg_roles.rolsuper OR pg_roles.rolbypassrls);

    RETURN QUERY
    SELECT 'sequence is behind',
           format('%s would give a key that is taken: the highest is %s', behind.sequence, behind.highest),
           'Run session-cleanup check --repair, or SELECT session_cleanup_repair();'
      FROM public.session_cleanup_sequence_behind() AS behind;

    RETURN QUERY
    SELECT 'cleanup succeeded in the future',
           format('cleanup run %s finished at %s', cleanup_run.cleanup_run_id, cleanup_run.finished_at),
           format('Set the clock right, then: UPDATE public.cleanup_run SET finished_at = started_at, updated_at = started_at WHERE cleanup_run_id = %s; '
                  'and set started_at to a moment in the past, if it is in the future too.', cleanup_run.cleanup_run_id)
      FROM public.cleanup_run
     WHERE cleanup_run.finished_at > clock_timestamp() + interval '1 minute'
     ORDER BY cleanup_run.finished_at DESC
     LIMIT 10;

    RETURN QUERY
    SELECT 'settings are missing', 'cleanup_setting has no row', 'INSERT INTO public.cleanup_setting DEFAULT VALUES;'
     WHERE NOT EXISTS (SELECT FROM public.cleanup_setting);

    IF check_rows IS NOT TRUE OR to_regclass('public.session') IS NULL OR to_regclass('public.session_member') IS NULL THEN
        RETURN;
    END IF;

    SELECT count(*)
      INTO counted
      FROM public.session_member
      JOIN public.session USING (session_id)
     WHERE session_member.is_online
       AND NOT session.is_active;

    RETURN QUERY
    SELECT 'members are online in inactive sessions',
           format('%s rows of session_member', counted),
           'Run session-cleanup check --repair, or SELECT session_cleanup_repair();'
     WHERE counted > 0;

    SELECT count(*)
      INTO counted
      FROM public.session_member
     WHERE NOT EXISTS (SELECT FROM public.session WHERE session.session_id = session_member.session_id);

    RETURN QUERY
    SELECT 'members have no session',
           format('%s rows of session_member', counted),
           'Restore the sessions, or: DELETE FROM public.session_member WHERE session_id NOT IN (SELECT session_id FROM public.session);'
     WHERE counted > 0;

    SELECT count(*)
      INTO counted
      FROM public.session
     WHERE NOT EXISTS (SELECT FROM public.session_type WHERE session_type.session_type = session.session_type);

    RETURN QUERY
    SELECT 'sessions have an unknown type',
           format('%s rows of session', counted),
           'INSERT the type into public.session_type, with a null inactivity_timeout if its sessions never expire.'
     WHERE counted > 0;

    SELECT count(*)
      INTO counted
      FROM public.session
     WHERE session.is_active
       AND (session.deactivated_at IS NOT NULL OR session.cleanup_run_id IS NOT NULL);

    RETURN QUERY
    SELECT 'active sessions have a deactivated_at or cleanup_run_id',
           format('%s rows of session', counted),
           'Run session-cleanup check --repair, or SELECT session_cleanup_repair();'
     WHERE counted > 0;
END
$function$;

COMMENT ON FUNCTION public.session_cleanup_check(boolean) IS
    'What is wrong with the installation or its data, and what to do about it; no row if it is sound. With check_rows '
    '=> false only what is cheap to find out: the rows of session and session_member are not read.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_check(boolean) FROM PUBLIC;
