-- Counted, not kept in counters: those would tax every INSERT, and would go wrong unnoticed wherever triggers are off.
-- GROUP BY over all of session, rather than type by type: that would go through the index, and before a VACUUM visit
-- the rows in its order.

CREATE OR REPLACE VIEW public.session_statistics AS
SELECT session_type.session_type,
       coalesce(counted.active, 0) AS active,
       (SELECT count(*)
          FROM public.expired_session
         WHERE expired_session.session_type = session_type.session_type) AS expired,
       coalesce(counted.inactive, 0) AS inactive,
       coalesce(counted.active + counted.inactive, 0) AS total
  FROM public.session_type
  LEFT JOIN (SELECT session.session_type,
                    count(*) FILTER (WHERE session.is_active) AS active,
                    count(*) FILTER (WHERE NOT session.is_active) AS inactive
               FROM public.session
              GROUP BY session.session_type) AS counted USING (session_type);

COMMENT ON VIEW public.session_statistics IS
    'How many sessions there are of each type. Exact, so it counts the sessions: 0.2 s for a million, without '
    'parallel workers (scripts/bench).';
COMMENT ON COLUMN public.session_statistics.session_type IS 'The session type.';
COMMENT ON COLUMN public.session_statistics.active IS 'Sessions with is_active, the expired ones included.';
COMMENT ON COLUMN public.session_statistics.expired IS
    'Active sessions that the next cleanup would deactivate; 0 for a type that never expires.';
COMMENT ON COLUMN public.session_statistics.inactive IS 'Sessions that are over.';
COMMENT ON COLUMN public.session_statistics.total IS 'All sessions of the type: active and inactive.';
