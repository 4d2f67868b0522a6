-- A few thousand sessions as an application leaves them, for trying things out: both types, active, expired, inactive
-- and never expiring, with their members. Replaces an earlier sample; refuses a database that has other sessions.

DO $block$
BEGIN
    IF EXISTS (SELECT FROM public.session WHERE session.title IS NULL OR session.title NOT LIKE 'Sample: %') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'the database has sessions that are not from the sample',
            HINT    = 'Load the sample into a database of its own.';
    END IF;
END
$block$;

TRUNCATE public.session_member, public.session, public.cleanup_run RESTART IDENTITY;

-- The same sessions every time, in relation to now.
SELECT setseed(0.42);

INSERT INTO public.session (owner_id, title, session_type, is_active, created_at, last_activity_at, expires_at, deactivated_at)
SELECT (random() * 400)::bigint + 1,
       'Sample: ' || (ARRAY['Interview', 'Pair programming', 'Code review', 'Workshop', 'Homework', 'Retrospective'])[1 + (random() * 5)::integer]
           || ' ' || number,
       CASE WHEN kind = 'simple' THEN 'simple' ELSE 'collaborative' END,
       kind <> 'inactive',
       last_activity_at - random() * interval '20 days',
       last_activity_at,
       CASE
           WHEN kind = 'simple' THEN NULL
           WHEN kind = 'kept' THEN timestamptz 'infinity'
           ELSE last_activity_at + interval '7 days'
       END,
       CASE WHEN kind = 'inactive' THEN last_activity_at + interval '7 days 2 hours' END
  FROM (SELECT number,
               kind,
               CASE kind
                   WHEN 'active' THEN now() - random() * interval '6 days'
                   WHEN 'expired' THEN now() - interval '7 days 1 hour' - random() * interval '10 days'
                   WHEN 'inactive' THEN now() - interval '20 days' - random() * interval '200 days'
                   ELSE now() - random() * interval '60 days'
               END AS last_activity_at
          FROM (SELECT number,
                       CASE
                           WHEN number % 20 < 5 THEN 'active'
                           WHEN number % 20 < 9 THEN 'expired'
                           WHEN number % 20 < 15 THEN 'inactive'
                           WHEN number % 20 < 19 THEN 'simple'
                           ELSE 'kept'
                       END AS kind
                  FROM generate_series(1, 4000) AS number
                 ORDER BY random()) AS shuffled) AS sample;

INSERT INTO public.session_member (session_id, user_id, permission, is_online, joined_at, last_active_at)
SELECT session.session_id,
       (session.owner_id + member * 7) % 400 + 1,
       CASE WHEN member = 0 OR random() < 0.5 THEN 'edit' ELSE 'view' END,
       session.is_active AND random() < 0.4,
       session.created_at + random() * (session.last_activity_at - session.created_at),
       session.last_activity_at - random() * (session.last_activity_at - session.created_at)
  FROM public.session
 CROSS JOIN LATERAL generate_series(0, (session.session_id % 6)::integer) AS member
 WHERE session.session_id % 11 > 0;

ANALYZE public.session, public.session_member;
