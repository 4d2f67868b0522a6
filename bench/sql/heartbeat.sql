-- For pgbench: renews a session in use (the youngest twentieth, see data.sql), and one time in a hundred any, also an expired one.
\set id CASE WHEN random(1, 100) = 1 THEN random(1, :sessions) ELSE random(:sessions * 19 / 20 + 1, :sessions) END
UPDATE session SET last_activity_at = now(), expires_at = now() + interval '7 days' WHERE session_id = :id;
