-- The one definition of "expired". Cleanup locks rows through this view, and PostgreSQL then evaluates the conditions
-- again on the newest version of each row it locked; so they must be conditions on session itself, and session must be
-- the only relation in FROM (the sub-select is not locked, and a lock on a session_type row would block every INSERT).

CREATE OR REPLACE VIEW public.expired_session AS
SELECT session.session_id,
       session.share_id,
       session.title,
       session.session_type,
       session.created_at,
       session.expires_at,
       CASE WHEN isfinite(session.created_at) THEN now() - session.created_at END AS age,
       (SELECT count(*)
          FROM public.session_member
         WHERE session_member.session_id = session.session_id
           AND session_member.is_online) AS members_online
  FROM public.session
 WHERE session.is_active
   AND session.expires_at < now()
   AND session.session_type IN (SELECT session_type.session_type
                                  FROM public.session_type
                                 WHERE session_type.inactivity_timeout IS NOT NULL);

COMMENT ON VIEW public.expired_session IS
    'What a cleanup at this moment would deactivate: active sessions, of a type that expires, whose expires_at has '
    'passed.';
COMMENT ON COLUMN public.expired_session.session_id IS 'The session''s key.';
COMMENT ON COLUMN public.expired_session.share_id IS 'The session''s public identifier.';
COMMENT ON COLUMN public.expired_session.title IS 'The session''s title. Null: it has none.';
COMMENT ON COLUMN public.expired_session.session_type IS 'The session''s type.';
COMMENT ON COLUMN public.expired_session.created_at IS 'When the session was created.';
COMMENT ON COLUMN public.expired_session.expires_at IS 'When it expired; always before now().';
COMMENT ON COLUMN public.expired_session.age IS 'Time since the session was created. Null: created_at is infinite.';
COMMENT ON COLUMN public.expired_session.members_online IS 'Members that a cleanup would set offline.';
