-- The application's calls (create_session, join_session, leave_session, end_session, find_session, touch_session) are the same on one
-- machine and on a router of many nodes (sql/router): an application that uses them, and no table, moves unchanged.
--
-- SECURITY DEFINER, so that a role needs EXECUTE and no privilege on any table. row_security is off, so that a policy which would
-- hide rows from the owner of the schema is an error (42501) and not a wrong answer.

CREATE OR REPLACE FUNCTION public.create_session(
    owner_id bigint DEFAULT NULL,
    title text DEFAULT NULL,
    session_type text DEFAULT 'collaborative',
    OUT session_id bigint,
    OUT share_id uuid)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
    IF NOT EXISTS (SELECT
                     FROM public.session_type
                    WHERE session_type.session_type = create_session.session_type) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            MESSAGE = format('there is no session type %s', coalesce(quote_literal(create_session.session_type), 'null')),
            HINT    = 'Use a type that the table session_type has, or leave it out for collaborative.';
    END IF;

    INSERT INTO public.session (owner_id, title, session_type)
    VALUES (create_session.owner_id, create_session.title, create_session.session_type)
    RETURNING session.session_id, session.share_id
      INTO create_session.session_id, create_session.share_id;
END
$function$;

COMMENT ON FUNCTION public.create_session(bigint, text, text) IS
    'Creates an active session and returns its session_id, and its share_id for links. It expires after the inactivity_timeout of its type. owner_id and title may be null. Errors: 23503 for a session type that does not exist.';

REVOKE EXECUTE ON FUNCTION public.create_session(bigint, text, text) FROM PUBLIC;
