CREATE OR REPLACE VIEW public.session_statistics AS
SELECT session_type.session_type,
       counted.active,
       (SELECT count(*)
          FROM public.expired_session
         WHERE expired_session.session_type = session_type.session_type) AS expired,
       counted.inactive,
       counted.active + counted.inactive AS total
  FROM public.session_type
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE session.is_active) AS active,
              count(*) FILTER (WHERE NOT session.is_active) AS inactive
         FROM public.session
        WHERE session.session_type = session_type.session_type) AS counted;

COMMENT ON VIEW public.session_statistics IS
    'How many sessions there are of each type. Exact, so it counts the sessions: about 0.1 s for a million.';
COMMENT ON COLUMN public.session_statistics.session_type IS 'The session type.';
COMMENT ON COLUMN public.session_statistics.active IS 'Sessions with is_active, the expired ones included.';
COMMENT ON COLUMN public.session_statistics.expired IS 'Active sessions that the next cleanup would deactivate; 0 for a type that never expires.';
COMMENT ON COLUMN public.session_statistics.inactive IS 'Sessions that are over.';
COMMENT ON COLUMN public.session_statistics.total IS 'All sessions of the type: active and inactive.';
