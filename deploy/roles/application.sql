-- The application's role, which it has already: it creates, uses and ends sessions, and their members come and go.
--
--     psql -d rooms -v role=rooms_app -f deploy/roles/application.sql
--
-- Run it as the role that migrated, after migrate; no superuser is needed. The rules hold for it as for everybody.
\set ON_ERROR_STOP on
BEGIN;
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT ON public.session_type TO :"role";
GRANT SELECT, INSERT, UPDATE ON public.session TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON public.session_member TO :"role";
GRANT EXECUTE ON FUNCTION public.touch_session TO :"role";
COMMIT;
