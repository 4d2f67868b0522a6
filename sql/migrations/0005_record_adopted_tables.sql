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

CREATE TABLE public.session_adoption_release (
    session_table regclass    PRIMARY KEY,
    released_at   timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE public.session_adoption_release IS
    'Tables that were given back and whose activity had moved expires_at: adopting one again does not move it twice.';
COMMENT ON COLUMN public.session_adoption_release.session_table IS
    'Key: the application''s table of sessions.';
COMMENT ON COLUMN public.session_adoption_release.released_at IS
    'Until when each activity has moved expires_at.';
COMMENT ON INDEX public.session_adoption_release_pkey IS
    'Finds a table when it is adopted again.';
