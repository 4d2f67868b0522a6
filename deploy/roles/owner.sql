-- The role that migrates: it owns the schema, and needs nothing but the right to create objects in schema public.
--
--     psql -d rooms -v role=session_owner -f deploy/roles/owner.sql
--
-- Run it as the owner of the database (with CREATEROLE, if the role isn't there yet); no superuser is needed.
\set ON_ERROR_STOP on
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
BEGIN;
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'role') \gexec
GRANT USAGE, CREATE ON SCHEMA public TO :"role";
COMMIT;
