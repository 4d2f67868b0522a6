-- Prepares an empty database to be the router, once, before migrate: the only step that takes a superuser (PL/Proxy
-- can open connections as the operating system's user postgres, so PostgreSQL lets nobody else install it).
--
--     psql -d rooms_router -v owner=session_owner -f deploy/cluster/router.sql
--
-- The owner's role is there already (deploy/roles/owner.sql). After this it makes the rest itself, and names the nodes:
--
--     CREATE SERVER session_cleanup FOREIGN DATA WRAPPER plproxy
--         OPTIONS (p0 'host=127.0.0.1 port=6432 dbname=node0', p1 'host=127.0.0.1 port=6432 dbname=node1', ...);
--     CREATE USER MAPPING FOR session_owner SERVER session_cleanup OPTIONS (user 'session_router');
--
-- There is no password in either: PgBouncer (pgbouncer.ini) has it in a file.
\set ON_ERROR_STOP on
BEGIN;
CREATE EXTENSION IF NOT EXISTS plproxy;

-- PL/Proxy as a language that a role may use which is no superuser: this one, and nobody else.
CREATE OR REPLACE TRUSTED LANGUAGE plproxy_trusted HANDLER plproxy_call_handler VALIDATOR plproxy_validator;
COMMENT ON LANGUAGE plproxy_trusted IS 'PL/Proxy, for the owner of the router.';
REVOKE USAGE ON LANGUAGE plproxy_trusted FROM PUBLIC;
GRANT USAGE ON LANGUAGE plproxy_trusted TO :"owner";
GRANT USAGE ON FOREIGN DATA WRAPPER plproxy TO :"owner";

-- By dblink the router sees which nodes do not answer, without waiting for one after the other.
CREATE SCHEMA IF NOT EXISTS dblink;
CREATE EXTENSION IF NOT EXISTS dblink SCHEMA dblink;
GRANT USAGE ON SCHEMA dblink TO :"owner";
GRANT EXECUTE ON FUNCTION dblink.dblink_connect_u(text, text) TO :"owner";
COMMIT;
