-- The data of a run, in a database that has the schema: psql -v sessions=… -v expired=… -v history=…
-- The expired sessions are in the younger half of the sessions, and only loosely in the order of insertion. One title in
-- twenty is long. A tenth of the sessions is of the type that never expires. :history inactive ones come before them.
\set ON_ERROR_STOP on
SET session_replication_role = replica;
SET synchronous_commit = off;
SELECT setseed(0.5);
TRUNCATE session, session_member, cleanup_run RESTART IDENTITY;
INSERT INTO session (session_type, title, is_active, created_at, last_activity_at, expires_at, deactivated_at)
SELECT session_type,
       title,
       is_active,
       created_at,
       created_at,
       CASE WHEN session_type = 'collaborative' THEN expires_at END,
       CASE WHEN NOT is_active THEN expires_at END
  FROM (SELECT CASE WHEN number % 10 = 0 THEN 'simple' ELSE 'collaborative' END AS session_type,
               'Pairing on ticket ' || number
                   || CASE WHEN abs(number) % 20 = 1 THEN repeat(', with all that was said', 20) ELSE '' END AS title,
               number > :sessions * 0.95
                   OR number > :sessions * 0.5 AND random() < :expired / (:sessions * 0.45 * 0.9) AS is_active,
               now() - interval '400 days' * (1 - number / :sessions.0) AS created_at,
               CASE
                   WHEN number > :sessions * 0.95 THEN now() + interval '7 days' * random()
                   ELSE now() - interval '20 days' * (1 - number / :sessions.0) - interval '2 days' * random()
               END AS expires_at
          FROM generate_series(1 - :history, :sessions) AS number) AS generated;
INSERT INTO session_member (session_id, user_id, permission, is_online, joined_at, last_active_at)
SELECT session_id,
       number,
       CASE number WHEN 1 THEN 'edit' ELSE 'view' END,
       is_active AND number < 3,
       created_at,
       last_activity_at
  FROM session
 CROSS JOIN generate_series(1, 3) AS number;
RESET synchronous_commit;
VACUUM (ANALYZE);
