-- The application's role, which it has already: it creates, uses and ends sessions, and their members come and go.
--
--     psql -d rooms -v role=rooms_app -f deploy/roles/application.sql
--
-- Run it as the role that migrated, after migrate; no superuser is needed. The rules hold for it as for everybody.
-- An application that uses the calls alone needs no privilege on a table: leave the second half out.
\set ON_ERROR_STOP on
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT EXECUTE ON FUNCTION
    public.create_session, public.join_session, public.leave_session, public.end_session, public.find_session, public.touch_session
    TO :"role";

-- A router has no tables.
SELECT format(statement, :'role')
  FROM (VALUES ('GRANT SELECT ON public.session_type TO %I'),
               ('GRANT SELECT, INSERT, UPDATE ON public.session TO %I'),
               ('GRANT SELECT, INSERT, UPDATE, DELETE ON public.session_member TO %I')) AS grants (statement)
 WHERE to_regclass('public.session') IS NOT NULL
\gexec
COMMIT;
