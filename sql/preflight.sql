-- Is there room for the schema of Session Cleanup in this database? It fails, with a list of the names, where something
-- else has taken one; it changes nothing. migrate runs it before its first script; with psql, before the scripts:
--
--     psql -d rooms -f sql/preflight.sql
--
-- A name counts as ours if the journal of migrate, session_cleanup_object, or the tables of a version before 0.2.0 say
-- so.
DO $do$
DECLARE
    taken           text;
    journal         text[] := '{}';
    recorded        text[] := '{}';
    has_old_version boolean := (SELECT count(*) = 2
                                  FROM pg_catalog.pg_attribute
                                 WHERE pg_attribute.attrelid = pg_catalog.to_regclass('public.cleanup_run')
                                   AND pg_attribute.attname IN ('way_in', 'reached_session_type'));
BEGIN
    IF pg_catalog.has_table_privilege(pg_catalog.to_regclass('public.schemaversions'), 'SELECT')
       AND EXISTS (SELECT
                     FROM pg_catalog.pg_attribute
                    WHERE pg_attribute.attrelid = pg_catalog.to_regclass('public.schemaversions')
                      AND pg_attribute.attname = 'scriptname') THEN
        EXECUTE $query$
            SELECT coalesce(array_agg(substring(scriptname FROM '^(migrations/[0-9]{4}|routines/[^.]+)')), '{}')
              FROM public.schemaversions
             WHERE scriptname ~ '^(migrations|routines)/'
            $query$ INTO journal;
    END IF;

    IF pg_catalog.has_table_privilege(pg_catalog.to_regclass('public.session_cleanup_object'), 'SELECT') THEN
        EXECUTE $query$
            SELECT coalesce(array_agg(substring(identity FROM '^\w+')), '{}')
              FROM public.session_cleanup_object
            $query$ INTO recorded;
    END IF;

    WITH name (kind, name, script, is_old) AS (
        VALUES ('relation', 'session_type', 'migrations/0001', true),
               ('relation', 'cleanup_run', 'migrations/0001', true),
               ('relation', 'cleanup_run_cleanup_run_id_seq', 'migrations/0001', true),
               ('relation', 'cleanup_run_finished_at_idx', 'migrations/0001', true),
               ('relation', 'cleanup_run_pkey', 'migrations/0001', true),
               ('relation', 'cleanup_run_started_at_idx', 'migrations/0001', true),
               ('relation', 'cleanup_setting', 'migrations/0001', true),
               ('relation', 'cleanup_setting_pkey', 'migrations/0001', true),
               ('relation', 'session', 'migrations/0001', true),
               ('relation', 'session_member', 'migrations/0001', true),
               ('relation', 'session_member_pkey', 'migrations/0001', true),
               ('relation', 'session_pkey', 'migrations/0001', true),
               ('relation', 'session_session_id_seq', 'migrations/0001', true),
               ('relation', 'session_session_type_is_active_expires_at_idx', 'migrations/0001', true),
               ('relation', 'session_share_id_key', 'migrations/0001', true),
               ('relation', 'session_type_pkey', 'migrations/0001', true),
               ('relation', 'cleanup_run_failure', 'migrations/0003', false),
               ('relation', 'cleanup_run_failure_pkey', 'migrations/0003', false),
               ('relation', 'cleanup_run_transaction', 'migrations/0003', false),
               ('relation', 'cleanup_run_transaction_pkey', 'migrations/0003', false),
               ('relation', 'session_cleanup_object', 'migrations/0004', false),
               ('relation', 'session_cleanup_object_pkey', 'migrations/0004', false),
               ('relation', 'session_adoption', 'migrations/0005', false),
               ('relation', 'session_adoption_pkey', 'migrations/0005', false),
               ('relation', 'session_adoption_expiry', 'migrations/0005', false),
               ('relation', 'session_adoption_expiry_pkey', 'migrations/0005', false),
               ('relation', 'session_adoption_moved', 'migrations/0005', false),
               ('relation', 'session_adoption_moved_pkey', 'migrations/0005', false),
               ('relation', 'cleanup_day', 'routines/cleanup_day', true),
               ('relation', 'cleanup_run_history', 'routines/cleanup_run_history', true),
               ('relation', 'expired_session', 'routines/expired_session', true),
               ('relation', 'session_age', 'routines/session_age', false),
               ('relation', 'session_cleanup_problem', 'routines/session_cleanup_problem', false),
               ('relation', 'session_cleanup_status', 'routines/session_cleanup_status', true),
               ('relation', 'session_statistics', 'routines/session_statistics', true),
               ('relation', 'session_totals', 'routines/session_totals', false),
               ('routine', 'apply_inactivity_timeout', 'routines/apply_inactivity_timeout', false),
               ('routine', 'apply_inactivity_timeout_in_batches', 'routines/apply_inactivity_timeout_in_batches', false),
               ('routine', 'cleanup_check_deferred_constraints', 'routines/cleanup_check_deferred_constraints', false),
               ('routine', 'cleanup_error_ends_run', 'routines/cleanup_error_ends_run', false),
               ('routine', 'cleanup_index_is_missing', 'routines/cleanup_index_is_missing', false),
               ('routine', 'cleanup_run_batch', 'routines/cleanup_run_batch', true),
               ('routine', 'cleanup_run_begin', 'routines/cleanup_run_begin', true),
               ('routine', 'cleanup_run_close', 'routines/cleanup_run_close', false),
               ('routine', 'cleanup_run_deactivate', 'routines/cleanup_run_deactivate', false),
               ('routine', 'cleanup_run_deactivate_apart', 'routines/cleanup_run_deactivate_apart', false),
               ('routine', 'cleanup_run_finish', 'routines/cleanup_run_finish', true),
               ('routine', 'cleanup_run_kept_active', 'routines/cleanup_run_kept_active', false),
               ('routine', 'cleanup_run_lock_tables', 'routines/cleanup_run_lock_tables', false),
               ('routine', 'cleanup_run_prune', 'routines/cleanup_run_prune', false),
               ('routine', 'cleanup_run_record_failure', 'routines/cleanup_run_record_failure', false),
               ('routine', 'cleanup_run_to_undo', 'routines/cleanup_run_to_undo', false),
               ('routine', 'cleanup_sessions', 'routines/cleanup_sessions', true),
               ('routine', 'cleanup_sessions_in_batches', 'routines/cleanup_sessions_in_batches', true),
               ('routine', 'create_session', 'routines/create_session', false),
               ('routine', 'end_session', 'routines/end_session', false),
               ('routine', 'explain_session', 'routines/explain_session', false),
               ('routine', 'find_session', 'routines/find_session', false),
               ('routine', 'join_session', 'routines/join_session', false),
               ('routine', 'leave_session', 'routines/leave_session', false),
               ('routine', 'node_run', 'routines/node_run', false),
               ('routine', 'node_require', 'routines/node_require', false),
               ('routine', 'node_state', 'routines/node_state', false),
               ('routine', 'adopt_session_tables', 'routines/adopt_session_tables', false),
               ('routine', 'release_session_tables', 'routines/release_session_tables', false),
               ('routine', 'session_adopted_function_statements', 'routines/session_adopted_function_statements', false),
               ('routine', 'session_adoption_apply', 'routines/session_adoption_apply', false),
               ('routine', 'session_adoption_batch', 'routines/session_adoption_batch', false),
               ('routine', 'session_adoption_begin', 'routines/session_adoption_begin', false),
               ('routine', 'session_adoption_changes', 'routines/session_adoption_changes', false),
               ('routine', 'session_adoption_column', 'routines/session_adoption_column', false),
               ('routine', 'session_adoption_columns', 'routines/session_adoption_columns', false),
               ('routine', 'session_adoption_fill', 'routines/session_adoption_fill', false),
               ('routine', 'session_adoption_indexes', 'routines/session_adoption_indexes', false),
               ('routine', 'session_adoption_is_in_force', 'routines/session_adoption_is_in_force', false),
               ('routine', 'session_adoption_losses', 'routines/session_adoption_losses', false),
               ('routine', 'session_adoption_mapping', 'routines/session_adoption_mapping', false),
               ('routine', 'session_adoption_options', 'routines/session_adoption_options', false),
               ('routine', 'session_adoption_plan', 'routines/session_adoption_plan', false),
               ('routine', 'session_adoption_problems', 'routines/session_adoption_problems', false),
               ('routine', 'session_adoption_rows', 'routines/session_adoption_rows', false),
               ('routine', 'session_adoption_statements', 'routines/session_adoption_statements', false),
               ('routine', 'session_attach_triggers', 'routines/session_attach_triggers', false),
               ('routine', 'session_base_table', 'routines/session_base_table', false),
               ('routine', 'session_dependent_views', 'routines/session_dependent_views', false),
               ('routine', 'session_first_expiry', 'routines/session_first_expiry', false),
               ('routine', 'session_grant_statements', 'routines/session_grant_statements', false),
               ('routine', 'session_moved_expiry', 'routines/session_moved_expiry', false),
               ('routine', 'session_raise_deletion', 'routines/session_raise_deletion', false),
               ('routine', 'session_raise_inactive', 'routines/session_raise_inactive', false),
               ('routine', 'session_release_statements', 'routines/session_release_statements', false),
               ('routine', 'session_trigger_statements', 'routines/session_trigger_statements', false),
               ('routine', 'session_after_deactivation', 'routines/session_after_deactivation', false),
               ('routine', 'session_before_deactivation', 'routines/session_before_deactivation', false),
               ('routine', 'session_cleanup_check', 'routines/session_cleanup_check', false),
               ('routine', 'session_cleanup_drift', 'routines/session_cleanup_drift', false),
               ('routine', 'session_cleanup_object_now', 'routines/session_cleanup_object_now', false),
               ('routine', 'session_cleanup_record_objects', 'routines/session_cleanup_record_objects', false),
               ('routine', 'session_cleanup_refuse_above', 'routines/session_cleanup_refuse_above', false),
               ('routine', 'session_cleanup_repair', 'routines/session_cleanup_repair', false),
               ('routine', 'session_cleanup_sequence_behind', 'routines/session_cleanup_sequence_behind', false),
               ('routine', 'session_clear_deactivation', 'routines/session_clear_deactivation', false),
               ('routine', 'session_keep_cleanup_run_id', 'routines/session_keep_cleanup_run_id', false),
               ('routine', 'session_lock_for_deactivation', 'routines/session_lock_for_deactivation', false),
               ('routine', 'session_member_require_active_session', 'routines/session_member_require_active_session', true),
               ('routine', 'session_refuse_delete', 'routines/session_refuse_delete', true),
               ('routine', 'session_require_active', 'routines/session_require_active', false),
               ('routine', 'session_require_newest_members', 'routines/session_require_newest_members', false),
               ('routine', 'session_require_no_deactivation', 'routines/session_require_no_deactivation', false),
               ('routine', 'session_require_supported_tables', 'routines/session_require_supported_tables', false),
               ('routine', 'session_set_expires_at', 'routines/session_set_expires_at', true),
               ('routine', 'session_set_members_offline', 'routines/session_set_members_offline', false),
               ('routine', 'set_node', 'routines/set_node', false),
               ('routine', 'touch_session', 'routines/touch_session', true),
               ('routine', 'undo_cleanup_run', 'routines/undo_cleanup_run', false),
               ('routine', 'undo_cleanup_run_batch', 'routines/undo_cleanup_run_batch', false)
    ), existing (kind, name, description) AS (
        SELECT 'relation',
               pg_class.relname,
               pg_catalog.format('%s %s',
                                 CASE pg_class.relkind
                                     WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
                                     WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table' ELSE 'table'
                                 END,
                                 pg_class.relname)
          FROM pg_catalog.pg_class
         WHERE pg_class.relnamespace = 'public'::pg_catalog.regnamespace
           -- Of an index on a table that is in the list, the table says enough.
           AND NOT EXISTS (SELECT
                             FROM pg_catalog.pg_index
                             JOIN pg_catalog.pg_class AS indexed ON indexed.oid = pg_index.indrelid
                             JOIN name ON name.name = indexed.relname
                            WHERE pg_index.indexrelid = pg_class.oid)
        UNION ALL
        SELECT 'relation', pg_type.typname, pg_catalog.format('type %s', pg_type.typname)
          FROM pg_catalog.pg_type
         WHERE pg_type.typnamespace = 'public'::pg_catalog.regnamespace
           AND pg_type.typrelid = 0
           AND pg_type.typelem = 0
        UNION ALL
        SELECT 'routine', pg_proc.proname, pg_catalog.format('%s %s(%s)',
                                                            CASE pg_proc.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
                                                            pg_proc.proname,
                                                            pg_catalog.pg_get_function_identity_arguments(pg_proc.oid))
          FROM pg_catalog.pg_proc
         WHERE pg_proc.pronamespace = 'public'::pg_catalog.regnamespace
    )
    SELECT string_agg(existing.description, ', ' ORDER BY existing.description)
      INTO taken
      FROM name
      JOIN existing USING (kind, name)
     WHERE NOT (name.is_old AND has_old_version)
       AND name.script <> ALL (journal)
       AND name.name <> ALL (recorded);

    IF taken IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'duplicate_object',
            MESSAGE = pg_catalog.format('schema public has names already that Session Cleanup needs: %s', taken),
            HINT    = 'Rename or move them, or use another database. Nothing was changed.';
    END IF;
END
$do$;
