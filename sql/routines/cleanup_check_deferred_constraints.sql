-- Deferred constraints and constraint triggers count before a batch ends: at COMMIT, nobody could say which session
-- it was.
--
-- Not SET CONSTRAINTS ALL: that would run, with the owner's rights, deferred triggers of any table that the caller
-- has written to in the same transaction. Only constraints of tables that have the same owner, and whose name no
-- other table's has.

CREATE OR REPLACE FUNCTION public.cleanup_check_deferred_constraints()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    checked_names  text;
    deferred_names text;
BEGIN
    SELECT string_agg(named.name, ', '), string_agg(named.name, ', ') FILTER (WHERE named.is_deferred)
      INTO checked_names, deferred_names
      FROM (SELECT format('%I.%I', pg_namespace.nspname, pg_constraint.conname) AS name,
                   bool_or(pg_constraint.condeferred) AS is_deferred
              FROM pg_constraint
              JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
              JOIN pg_namespace ON pg_namespace.oid = pg_constraint.connamespace
             WHERE pg_constraint.condeferrable
             GROUP BY pg_namespace.nspname, pg_constraint.conname
            HAVING bool_and(pg_class.relowner = current_user::regrole AND pg_class.relpersistence <> 't')) AS named;

    IF checked_names IS NOT NULL THEN
        EXECUTE 'SET CONSTRAINTS ' || checked_names || ' IMMEDIATE';
    END IF;

    IF deferred_names IS NOT NULL THEN
        EXECUTE 'SET CONSTRAINTS ' || deferred_names || ' DEFERRED';
    END IF;
END
$function$;

COMMENT ON FUNCTION public.cleanup_check_deferred_constraints() IS
    'For cleanup_run_batch: checks now what is deferred to COMMIT, on the tables of the same owner.';

REVOKE EXECUTE ON FUNCTION public.cleanup_check_deferred_constraints() FROM PUBLIC;
