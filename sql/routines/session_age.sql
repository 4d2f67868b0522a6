-- How far the active sessions are on their way to expiry. By the index (session_type, is_active, expires_at), type by
-- type, so that it reads the active sessions only, however many inactive ones there are.

CREATE OR REPLACE VIEW public.session_age AS
SELECT session_type.session_type,
       session_type.inactivity_timeout,
       counted.tenth,
       counted.sessions
  FROM public.session_type
 CROSS JOIN LATERAL (SELECT CASE
                                WHEN session.expires_at < now() THEN 10
                                WHEN isfinite(session.expires_at) THEN
                                    least(9, greatest(0, floor(10 * (1 - extract(EPOCH FROM session.expires_at - now())
                                                                         / extract(EPOCH FROM session_type.inactivity_timeout)))))
                            END::integer AS tenth,
                            count(*) AS sessions
                       FROM public.session
                      WHERE session.session_type = session_type.session_type
                        AND session.is_active
                      GROUP BY 1) AS counted
 WHERE session_type.inactivity_timeout IS NOT NULL;

COMMENT ON VIEW public.session_age IS
    'The active sessions of each type that expires, by how much of the timeout has passed. It reads the active '
    'sessions.';
COMMENT ON COLUMN public.session_age.session_type IS 'The session type.';
COMMENT ON COLUMN public.session_age.inactivity_timeout IS 'Its timeout.';
COMMENT ON COLUMN public.session_age.tenth IS
    '0: less than a tenth of the timeout has passed, ... 9: the last tenth, 10: expired. Null: the session never '
    'expires.';
COMMENT ON COLUMN public.session_age.sessions IS 'How many such sessions there are.';
