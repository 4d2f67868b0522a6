-- The statements of the Django command that this project replaces, corrected: the members first, while their sessions can still
-- be found; the ids go to the client and come back, as an ORM does it.
SELECT count(*) FROM session WHERE session_type = 'collaborative' AND is_active AND expires_at < now();
SELECT string_agg(session_id::text, ',') AS ids
  FROM session
 WHERE session_type = 'collaborative' AND is_active AND expires_at < now() \gset
BEGIN;
UPDATE session_member SET is_online = false WHERE is_online AND session_id IN (:ids);
UPDATE session SET is_active = false, deactivated_at = now() WHERE session_id IN (:ids);
COMMIT;
