-- The two statements that one would write in psql.
BEGIN;
UPDATE session_member
   SET is_online = false
  FROM session
 WHERE session.session_id = session_member.session_id
   AND session_type = 'collaborative' AND is_active AND expires_at < now() AND is_online;
UPDATE session
   SET is_active = false, deactivated_at = now()
 WHERE session_type = 'collaborative' AND is_active AND expires_at < now();
COMMIT;
