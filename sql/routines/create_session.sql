-- The application's calls (create_session, join_session, leave_session, end_session, find_session, touch_session) are
-- the same on one machine and on a router of many nodes (sql/router): an application that uses them, and no table,
-- moves unchanged.
--
-- SECURITY DEFINER, so that a role needs EXECUTE and no privilege on any table. row_security is off, so that a policy
-- which would hide rows from the owner of the schema is an error (42501) and not a wrong answer.

CREATE OR REPLACE FUNCTION public.create_session(
    owner_id bigint DEFAULT NULL,
    title text DEFAULT NULL,
    session_type text DEFAULT 'collaborative',
    OUT session_id bigint,
    INOUT share_id uuid DEFAULT NULL)
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

    INSERT INTO public.session (owner_id, title, session_type, share_id)
    VALUES (create_session.owner_id, create_session.title, create_session.session_type,
            coalesce(create_session.share_id, gen_random_uuid()))
    RETURNING session.session_id, session.share_id
      INTO create_session.session_id, create_session.share_id;
END
$function$;

COMMENT ON FUNCTION public.create_session(bigint, text, text, uuid) IS
    'Creates an active session and returns its session_id, and its share_id for links. It expires after the '
    'inactivity_timeout of its type. owner_id and title may be null; a share_id that is null is made at random. '
    'Errors: 23503 for a session type that does not exist, 23505 for a share_id that another session has.';

REVOKE EXECUTE ON FUNCTION public.create_session(bigint, text, text, uuid) FROM PUBLIC;
