-- What the schema looks like now, object by object. Nothing in it depends on a setting of whoever asks (the SET
-- clauses), on an owner or on a grant. An object of the application's, such as an index on session, is not in it.

CREATE OR REPLACE FUNCTION public.session_cleanup_object_now()
RETURNS TABLE (
    kind text,
    identity text,
    fingerprint text,
    is_disabled boolean,
    is_public boolean)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET intervalstyle = 'postgres'
SET datestyle = 'ISO'
SET timezone = 'UTC'
SET extra_float_digits = 1
SET bytea_output = 'hex'
AS $function$
WITH shipped (table_name) AS (
    VALUES ('session_type'), ('session'), ('session_member'), ('cleanup_run'), ('cleanup_setting'), ('cleanup_run_failure'),
           ('cleanup_run_transaction'), ('session_cleanup_object'), ('session_adoption'),
           ('session_adoption_expiry'), ('session_adoption_moved')
), routine AS (
    SELECT pg_proc.*, pg_language.lanname
      FROM pg_proc
      JOIN pg_language ON pg_language.oid = pg_proc.prolang
     WHERE pg_proc.pronamespace = 'public'::regnamespace
       AND pg_proc.proname IN (
               'adopt_session_tables', 'apply_inactivity_timeout', 'apply_inactivity_timeout_in_batches',
               'session_adopted_function_statements', 'session_adoption_apply', 'session_adoption_batch',
               'session_adoption_begin', 'session_adoption_changes', 'session_adoption_column', 'session_adoption_columns',
               'session_adoption_fill', 'session_adoption_indexes', 'session_adoption_is_in_force',
               'session_adoption_losses', 'session_adoption_mapping', 'session_adoption_options',
               'session_adoption_plan', 'session_adoption_problems',
               'session_adoption_rows', 'session_adoption_statements', 'session_attach_triggers',
               'session_base_table', 'session_dependent_views', 'session_first_expiry', 'session_grant_statements',
               'session_moved_expiry', 'session_raise_deletion', 'session_raise_inactive',
               'session_release_statements', 'session_trigger_statements',
               'cleanup_run_batch', 'cleanup_run_begin', 'cleanup_run_finish', 'cleanup_run_to_undo',
               'cleanup_sessions', 'cleanup_sessions_in_batches', 'create_session', 'end_session',
               'explain_session', 'find_session', 'join_session', 'leave_session', 'node_require', 'node_run',
               'node_state', 'release_session_tables', 'session_cleanup_drift',
               'session_cleanup_object_now', 'session_cleanup_check', 'session_cleanup_record_objects', 'session_cleanup_refuse_above',
               'session_cleanup_repair', 'session_cleanup_sequence_behind', 'session_member_require_active_session',
               'session_refuse_delete', 'session_set_expires_at', 'set_node', 'touch_session', 'undo_cleanup_run',
               'undo_cleanup_run_batch',
               'cleanup_check_deferred_constraints', 'cleanup_error_ends_run', 'cleanup_index_is_missing',
               'cleanup_run_close', 'cleanup_run_deactivate', 'cleanup_run_deactivate_apart',
               'cleanup_run_kept_active', 'cleanup_run_lock_tables', 'cleanup_run_prune', 'cleanup_run_record_failure',
               'session_after_deactivation', 'session_before_deactivation', 'session_clear_deactivation',
               'session_keep_cleanup_run_id', 'session_lock_for_deactivation', 'session_require_active',
               'session_require_newest_members', 'session_require_no_deactivation', 'session_require_supported_tables',
               'session_set_members_offline')
)
SELECT 'table', pg_class.relname::text, '', false, false
  FROM pg_class
  JOIN shipped ON shipped.table_name = pg_class.relname
 WHERE pg_class.relnamespace = 'public'::regnamespace
   AND pg_class.relkind IN ('r', 'p', 'v', 'f')
UNION ALL
SELECT 'view',
       pg_class.relname::text,
       md5(concat_ws('|', pg_get_viewdef(pg_class.oid), pg_class.reloptions::text, obj_description(pg_class.oid, 'pg_class'),
                     (SELECT string_agg(col_description(pg_class.oid, pg_attribute.attnum), '|' ORDER BY pg_attribute.attnum)
                        FROM pg_attribute
                       WHERE pg_attribute.attrelid = pg_class.oid))),
       false,
       false
  FROM pg_class
 WHERE pg_class.relnamespace = 'public'::regnamespace
   AND pg_class.relkind = 'v'
   AND pg_class.relname IN ('cleanup_day', 'cleanup_run_history', 'expired_session', 'session_age',
                            'session_cleanup_problem', 'session_cleanup_status', 'session_statistics',
                            'session_totals')
UNION ALL
SELECT 'routine',
       format('%s(%s)', routine.proname, pg_get_function_identity_arguments(routine.oid)),
       md5(concat_ws('|', routine.prosrc, pg_get_function_arguments(routine.oid), pg_get_function_result(routine.oid), routine.lanname,
                     routine.prokind, routine.prosecdef, routine.provolatile, routine.proisstrict, routine.proconfig::text,
                     obj_description(routine.oid, 'pg_proc'))),
       false,
       EXISTS (SELECT
                 FROM aclexplode(coalesce(routine.proacl, acldefault('f', routine.proowner))) AS granted
                WHERE granted.grantee = 0)
  FROM routine
UNION ALL
SELECT 'trigger',
       format('%s on %s', pg_trigger.tgname, pg_trigger.tgrelid::regclass),
       md5(concat_ws('|', pg_get_triggerdef(pg_trigger.oid), obj_description(pg_trigger.oid, 'pg_trigger'))),
       pg_trigger.tgenabled NOT IN ('O', 'A'),
       false
  FROM pg_trigger
 WHERE pg_trigger.tgfoid IN (SELECT routine.oid FROM routine)
   AND pg_trigger.tgparentid = 0
UNION ALL
SELECT 'index', pg_class.relname::text, pg_get_indexdef(pg_index.indexrelid), NOT pg_index.indisvalid, false
  FROM pg_index
  JOIN pg_class ON pg_class.oid = pg_index.indexrelid
 WHERE pg_class.relnamespace = 'public'::regnamespace
   AND pg_class.relname IN ('cleanup_run_started_at_idx', 'cleanup_run_finished_at_idx')
UNION ALL
SELECT 'constraint',
       format('%s on %s', pg_constraint.conname, pg_constraint.conrelid::regclass),
       pg_get_constraintdef(pg_constraint.oid),
       NOT pg_constraint.convalidated,
       false
  FROM pg_constraint
 WHERE pg_constraint.connamespace = 'public'::regnamespace
   AND pg_constraint.conname IN (
           'session_type_pkey', 'session_type_inactivity_timeout_is_positive', 'session_pkey', 'session_share_id_key',
           'session_session_type_fkey', 'session_member_pkey', 'session_member_session_id_fkey', 'session_member_permission_is_known',
           'cleanup_run_pkey', 'cleanup_setting_pkey', 'cleanup_setting_has_one_row', 'cleanup_setting_run_retention_is_positive',
           'cleanup_setting_refuse_above_is_positive')
   AND pg_constraint.conrelid IN (SELECT to_regclass('public.' || shipped.table_name) FROM shipped);
$function$;

COMMENT ON FUNCTION public.session_cleanup_object_now() IS
    'The objects of Session Cleanup that the database has now, as session_cleanup_object records them. is_disabled: a '
    'trigger that does not fire, an index that is invalid, a constraint that is not validated; is_public: a routine '
    'that everybody may execute.';

REVOKE EXECUTE ON FUNCTION public.session_cleanup_object_now() FROM PUBLIC;
