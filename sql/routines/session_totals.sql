-- What a run reports at its end. By the indexes: those alone are read where a VACUUM has seen the pages of session, so
-- for most of a large table. All types are counted together, by the key, and what never expires is taken off: the index
-- by type would visit the other pages in the order of expires_at. (session_statistics reads the table.)
--
-- Only an adopted table can have sessions of a type that session_type does not know.

CREATE OR REPLACE VIEW public.session_totals AS
SELECT active.sessions AS active,
       (SELECT count(*) FROM public.expired_session) AS expired,
       every.sessions - never_expiring.sessions - unknown.sessions - active.sessions AS inactive,
       every.sessions - never_expiring.sessions - unknown.sessions AS total
  FROM (SELECT count(*) AS sessions
          FROM public.session
         WHERE session.is_active
           AND session.session_type = ANY (ARRAY(SELECT session_type.session_type -- noqa: L030
                                                   FROM public.session_type
                                                  WHERE session_type.inactivity_timeout IS NOT NULL))) AS active
 CROSS JOIN (SELECT count(*) AS sessions
               FROM public.session) AS every
 CROSS JOIN (SELECT count(*) AS sessions
               FROM public.session
              WHERE session.session_type = ANY (ARRAY(SELECT session_type.session_type -- noqa: L030
                                                        FROM public.session_type
                                                       WHERE session_type.inactivity_timeout IS NULL))) AS never_expiring
 CROSS JOIN (SELECT count(*) AS sessions
               FROM public.session
              WHERE EXISTS (SELECT FROM public.session_adoption)
                AND (session.session_type = ANY (ARRAY(SELECT session_type.session_type -- noqa: L030
                                                         FROM public.session_type))) IS NOT TRUE) AS unknown;

COMMENT ON VIEW public.session_totals IS
    'How many sessions there are of the types that expire, in one row. Exact, so it counts the sessions: 0.15 s for a '
    'million whose index pages are in memory, without parallel workers (scripts/bench).';
COMMENT ON COLUMN public.session_totals.active IS 'Sessions with is_active, the expired ones included.';
COMMENT ON COLUMN public.session_totals.expired IS 'Active sessions that the next cleanup would deactivate.';
COMMENT ON COLUMN public.session_totals.inactive IS 'Sessions that are over.';
COMMENT ON COLUMN public.session_totals.total IS 'All sessions of these types: active and inactive.';
