-- All pages that a batch reads are in memory before it begins.
CREATE EXTENSION IF NOT EXISTS pg_prewarm;
SELECT pg_prewarm(indexrelid) FROM pg_index WHERE indrelid = 'session'::regclass;
SELECT sum(members_online) FROM expired_session;
