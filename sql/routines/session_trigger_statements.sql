-- Which trigger calls which function, on our own tables and on adopted ones, whose columns have other names. Row
-- triggers BEFORE fire in the order of their names, and what one sets, the next one sees: zz_ is for after those of the
-- application.
--
-- A heartbeat pays for each trigger that it could concern. One with a list of columns costs nothing while the UPDATE
-- names none of them. Those that rule 2 stands on have none, so that they see what a trigger of the application's
-- changed; PostgreSQL reads their conditions anew for each statement, so these are short.
--
-- A batch of a cleanup locks its sessions and sets their members offline itself, ten thousand at a time: calling a
-- function for each would be half of its time. It is known by cleanup_run_id, which only a batch can change
-- (session_keep_cleanup_run_id): by the number of its transaction in a setting, which nobody can know beforehand, and
-- by a privilege, which an application that may merely update session lacks.

CREATE OR REPLACE FUNCTION public.session_trigger_statements(
    session_table regclass,
    member_table regclass,
    columns jsonb,
    options jsonb,
    function_prefix text)
RETURNS SETOF text
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
WITH trigger (relation, name, event, condition, function, comment, is_wanted) AS (
    VALUES
        ('session', 'session_set_expires_at',
         'BEFORE INSERT', 'NEW.{expires_at} IS NULL',
         'set_expires_at',
         'A session inserted without expires_at expires after the timeout of its type.',
         options ->> 'null_expires_at' = 'timeout'),
        ('session', 'session_refuse_delete',
         'BEFORE DELETE', NULL,
         'refuse_delete',
         'No session is ever deleted.',
         options ->> 'delete' = 'refuse'),
        ('session', 'session_keep_cleanup_run_id',
         'BEFORE UPDATE OF {cleanup_run_id}',
         'NEW.{cleanup_run_id} IS DISTINCT FROM OLD.{cleanup_run_id} '
         'AND (current_setting(''session_cleanup.batch'', true) IS DISTINCT FROM pg_current_xact_id()::text '
         'OR NOT has_table_privilege(''public.cleanup_run''::regclass, ''UPDATE''))',
         'keep_cleanup_run_id',
         'Only a batch of a cleanup sets cleanup_run_id.',
         true),
        ('session', 'zz_session_move_expires_at',
         'BEFORE UPDATE OF {last_activity_at}',
         'NEW.{last_activity_at} > OLD.{last_activity_at} AND NEW.{expires_at} = OLD.{expires_at} '
         'AND isfinite(NEW.{expires_at}) AND isfinite(OLD.{last_activity_at}) AND OLD.{is_active} AND NEW.{is_active} '
         'AND OLD.{expires_at} >= now()',
         'move_expires_at',
         'A session that is used keeps the lifetime that was chosen for it, from its last use.',
         (options ->> 'activity_moves_expires_at')::boolean),
        ('session', 'zz_session_before_deactivation',
         'BEFORE UPDATE',
         'OLD.{is_active} AND NOT NEW.{is_active} AND OLD.{cleanup_run_id} IS NOT DISTINCT FROM NEW.{cleanup_run_id}',
         'before_deactivation',
         'Nobody can come online in a session from the moment at which it becomes inactive.',
         true),
        ('session', 'session_after_deactivation',
         'AFTER UPDATE',
         'OLD.{is_active} AND NOT NEW.{is_active} AND OLD.{cleanup_run_id} IS NOT DISTINCT FROM NEW.{cleanup_run_id}',
         'after_deactivation',
         'An inactive session has no online member.',
         true),
        ('session', 'zz_session_clear_deactivation',
         'BEFORE INSERT OR UPDATE OF {is_active}, {deactivated_at}, {cleanup_run_id}',
         'NEW.{is_active} AND (NEW.{deactivated_at} IS NOT NULL OR NEW.{cleanup_run_id} IS NOT NULL)',
         'clear_deactivation',
         'An active session has no deactivated_at and no cleanup_run_id.',
         true),
        ('session_member', 'session_member_insert_requires_active_session',
         'AFTER INSERT', 'NEW.{is_online}',
         'member_require_active_session',
         'Nobody joins an inactive session online.',
         true),
        ('session_member', 'session_member_update_requires_active_session',
         'AFTER UPDATE', 'NEW.{is_online} AND (NOT OLD.{is_online} OR NEW.{session_id} <> OLD.{session_id})',
         'member_require_active_session',
         'Nobody comes online in an inactive session.',
         true)
)
SELECT statement.text
  FROM trigger
 CROSS JOIN LATERAL (SELECT CASE trigger.relation WHEN 'session' THEN session_table ELSE member_table END) AS sits_on (name)
 CROSS JOIN LATERAL (
           VALUES (format('CREATE OR REPLACE TRIGGER %I %s ON %s FOR EACH ROW%s EXECUTE FUNCTION public.%I()',
                          trigger.name,
                          public.session_adoption_fill(trigger.event, columns -> trigger.relation),
                          sits_on.name,
                          coalesce(' WHEN (' || public.session_adoption_fill(trigger.condition, columns -> trigger.relation) || ')', ''),
                          function_prefix || trigger.function)),
                  (format('COMMENT ON TRIGGER %I ON %s IS %L', trigger.name, sits_on.name, trigger.comment))
       ) AS statement (text)
 WHERE trigger.is_wanted;
$function$;

COMMENT ON FUNCTION public.session_trigger_statements(regclass, regclass, jsonb, jsonb, text) IS
    'The statements that make the triggers of Session Cleanup on two tables, of which columns names the columns. '
    'Options as in the mapping of adopt_session_tables(); function_prefix is session_, or session_adopted_ for the '
    'functions that adoption makes.';

REVOKE EXECUTE ON FUNCTION public.session_trigger_statements(regclass, regclass, jsonb, jsonb, text) FROM PUBLIC;
