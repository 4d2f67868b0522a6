-- 2,000 sessions of 50 users, with three members each: what the tests find when the application has run for a while.
INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
SELECT number, '', true, 'user ' || number, '', '', '', true, true, now()
  FROM generate_series(1, 50) AS number;
SELECT setval('auth_user_id_seq', 50);

INSERT INTO homepage_sharedcode (
    share_id, title, description, code_content, language, session_type, is_active, is_public, view_count, fork_count,
    created_at, updated_at, last_activity, expires_at, imported_files, session_state, user_id)
SELECT gen_random_uuid(), 'session ' || number, '', '', 'python',
       CASE WHEN number % 4 = 0 THEN 'simple' ELSE 'collaborative' END,
       number % 5 <> 0, false, 0, 0,
       now() - number * interval '20 minutes', now(), now() - number * interval '10 minutes',
       CASE WHEN number % 7 <> 0 THEN now() - number * interval '20 minutes' + interval '7 days' END,
       '[]', '{}', 1 + number % 50
  FROM generate_series(1, 2000) AS number;

INSERT INTO homepage_sessionmember (session_id, user_id, permission, is_online, joined_at, last_active)
SELECT session.id, number, 'edit', number < 3, now(), now()
  FROM homepage_sharedcode AS session
 CROSS JOIN generate_series(1, 3) AS number;
