-- The views, from the nodes, which are the truth. Each has a function behind it, which asks them all at once and
-- fails if one does not answer: figures without a node would look like all. A role needs EXECUTE on the function and on
-- router_nodes, and SELECT on the view.

CREATE OR REPLACE VIEW public.expired_session AS
SELECT * FROM public.router_expired_session();

COMMENT ON VIEW public.expired_session IS
    'What a cleanup at this moment would deactivate, on all nodes. It fetches every row, also for count(*): '
    'session_cleanup_status has the number.';

CREATE OR REPLACE VIEW public.session_statistics AS
SELECT node.session_type,
       sum(node.active)::bigint AS active,
       sum(node.expired)::bigint AS expired,
       sum(node.inactive)::bigint AS inactive,
       sum(node.total)::bigint AS total
  FROM public.router_statistics() AS node
 GROUP BY node.session_type;

COMMENT ON VIEW public.session_statistics IS
    'How many sessions there are of each type, on all nodes.';

CREATE OR REPLACE VIEW public.session_age AS
SELECT node.session_type,
       max(node.inactivity_timeout) AS inactivity_timeout,
       node.tenth,
       sum(node.sessions)::bigint AS sessions
  FROM public.router_session_age() AS node
 GROUP BY node.session_type, node.tenth;

COMMENT ON VIEW public.session_age IS
    'The active sessions of each type that expires, on all nodes, by how much of the timeout has passed.';

-- The cluster has succeeded when its last node has; one node that never did makes it null.
CREATE OR REPLACE VIEW public.session_cleanup_status AS
SELECT now() AS checked_at,
       CASE WHEN count(*) = count(node.last_success_at) THEN min(node.last_success_at) END AS last_success_at,
       CASE WHEN count(*) = count(node.last_success_at) THEN max(node.last_success_age_seconds) END AS last_success_age_seconds,
       sum(node.runs_died_since)::bigint AS runs_died_since,
       sum(node.backlog)::bigint AS backlog,
       min(node.oldest_expired_at) AS oldest_expired_at,
       CASE
           WHEN isfinite(min(node.oldest_expired_at)) THEN max(node.oldest_expired_age_seconds)
       END AS oldest_expired_age_seconds,
       sum(node.sessions_failed)::bigint AS sessions_failed,
       NULL::text AS adopted_session_table,
       NULL::text AS adopted_member_table
  FROM public.router_status() AS node;

COMMENT ON VIEW public.session_cleanup_status IS
    'Whether cleanup is working on all nodes: the oldest of their last successes, the sum of their backlogs.';

-- A run that began here is a row, whichever nodes it was on. Its state is the worst of theirs, and its role the one
-- that called here.
CREATE OR REPLACE VIEW public.cleanup_run_history AS
SELECT run.cleanup_run_id,
       min(run.started_at) AS started_at,
       max(run.updated_at) AS updated_at,
       CASE WHEN count(*) = count(run.finished_at) THEN max(run.finished_at) END AS finished_at,
       CASE
           WHEN bool_or(run.state = 'running') THEN 'running'
           WHEN bool_or(run.state = 'died') THEN 'died'
           ELSE 'finished'
       END AS state,
       extract(EPOCH FROM max(coalesce(run.finished_at, run.updated_at)) - min(run.started_at)) AS seconds,
       sum(run.sessions_cleaned)::bigint AS sessions_cleaned,
       sum(run.members_set_offline)::bigint AS members_set_offline,
       coalesce(min(router_run.role_name), min(run.role_name)) AS role_name,
       min(run.application_name) AS application_name,
       min(run.way_in) AS way_in,
       sum(run.sessions_failed)::bigint AS sessions_failed,
       min(run.stopped_by) AS stopped_by,
       sum(run.batches)::bigint AS batches,
       max(run.longest_batch_seconds) AS longest_batch_seconds,
       max(run.undone_at) AS undone_at,
       sum(run.sessions_reactivated)::bigint AS sessions_reactivated
  FROM public.router_history() AS run
  LEFT JOIN (SELECT DISTINCT begun.cleanup_run_id, begun.role_name FROM public.router_run AS begun) AS router_run USING (cleanup_run_id)
 GROUP BY run.cleanup_run_id;

COMMENT ON VIEW public.cleanup_run_history IS
    'The cleanups there were, and those that are running, on all nodes: those that began here, and the nodes'' own.';

CREATE OR REPLACE VIEW public.cleanup_day AS
SELECT calendar.day::date AS day,
       coalesce(done.runs, 0) AS runs,
       coalesce(done.sessions_cleaned, 0) AS sessions_cleaned,
       coalesce(done.members_set_offline, 0) AS members_set_offline,
       coalesce(done.runs_failed, 0) AS runs_failed,
       coalesce(done.sessions_failed, 0) AS sessions_failed,
       coalesce(done.longest_run_seconds, 0) AS longest_run_seconds
  FROM generate_series(
           date_trunc('day', now() AT TIME ZONE 'UTC') - interval '13 days',
           date_trunc('day', now() AT TIME ZONE 'UTC'),
           interval '1 day') AS calendar (day)
  LEFT JOIN (SELECT date_trunc('day', run.started_at AT TIME ZONE 'UTC') AS day,
                    count(*) AS runs,
                    sum(run.sessions_cleaned)::bigint AS sessions_cleaned,
                    sum(run.members_set_offline)::bigint AS members_set_offline,
                    count(*) FILTER (WHERE run.sessions_failed > 0) AS runs_failed,
                    sum(run.sessions_failed)::bigint AS sessions_failed,
                    max(run.seconds) AS longest_run_seconds
               FROM public.cleanup_run_history AS run
              GROUP BY date_trunc('day', run.started_at AT TIME ZONE 'UTC')) AS done USING (day);

COMMENT ON VIEW public.cleanup_day IS
    'What the cleanups of the last 14 days did on all nodes, day by day, in UTC; today included.';
