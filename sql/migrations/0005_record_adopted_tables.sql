-- Which tables of an application session and session_member are views over. Nothing here: they are tables of their own.

CREATE TABLE public.session_adoption (
    only_row       boolean     PRIMARY KEY DEFAULT true,
    session_table  regclass    NOT NULL,
    member_table   regclass    NOT NULL,
    mapping        jsonb       NOT NULL,
    added          jsonb       NOT NULL DEFAULT '{}',
    dependent_views jsonb      NOT NULL DEFAULT '[]',
    adopted_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT session_adoption_has_one_row CHECK (only_row)
);

COMMENT ON TABLE public.session_adoption IS
    'The tables that adopt_session_tables() adopted, in one row; no row: session and session_member are tables.';
COMMENT ON COLUMN public.session_adoption.only_row IS
    'Key: there is at most one row.';
COMMENT ON COLUMN public.session_adoption.session_table IS
    'The application''s table that the view session shows.';
COMMENT ON COLUMN public.session_adoption.member_table IS
    'The application''s table that the view session_member shows.';
COMMENT ON COLUMN public.session_adoption.mapping IS
    'The mapping as adopt_session_tables() was given it.';
COMMENT ON COLUMN public.session_adoption.added IS
    'What adoption added or changed, so that release_session_tables() takes that back and nothing else.';
COMMENT ON COLUMN public.session_adoption.dependent_views IS
    'The views over session and session_member: how they were defined before, and how they are now.';
COMMENT ON COLUMN public.session_adoption.adopted_at IS
    'When the tables were adopted.';
COMMENT ON CONSTRAINT session_adoption_has_one_row ON public.session_adoption IS
    'One pair of tables is adopted at a time.';
COMMENT ON INDEX public.session_adoption_pkey IS
    'Keeps the table at one row.';

CREATE TABLE public.session_adoption_expiry (
    session_table regclass    PRIMARY KEY,
    moved_until   timestamptz NOT NULL DEFAULT now(),
    begun_at      timestamptz
);

COMMENT ON TABLE public.session_adoption_expiry IS
    'Tables whose activity has moved expires_at already: those that were given back, and one that is being adopted in '
    'batches. No activity moves it twice.';
COMMENT ON COLUMN public.session_adoption_expiry.session_table IS
    'Key: the application''s table of sessions.';
COMMENT ON COLUMN public.session_adoption_expiry.moved_until IS
    'Until when each activity has moved expires_at. -infinity: only that of session_adoption_moved has.';
COMMENT ON COLUMN public.session_adoption_expiry.begun_at IS
    'Ten minutes before the batches of session_adoption_batch() began, for they must leave what is used while they run. '
    'Null: none are running, nor were interrupted.';
COMMENT ON INDEX public.session_adoption_expiry_pkey IS
    'Finds a table when it is adopted.';

CREATE TABLE public.session_adoption_moved (
    session_table    regclass    NOT NULL,
    session_id       bigint      NOT NULL,
    last_activity_at timestamptz NOT NULL,
    PRIMARY KEY (session_table, session_id)
);

COMMENT ON TABLE public.session_adoption_moved IS
    'Sessions of a table that is being adopted whose expires_at is moved. Emptied when it is adopted.';
COMMENT ON COLUMN public.session_adoption_moved.session_table IS
    'The application''s table of sessions.';
COMMENT ON COLUMN public.session_adoption_moved.session_id IS
    'The session''s key.';
COMMENT ON COLUMN public.session_adoption_moved.last_activity_at IS
    'The last activity that has moved expires_at.';
COMMENT ON INDEX public.session_adoption_moved_pkey IS
    'Finds a session.';
