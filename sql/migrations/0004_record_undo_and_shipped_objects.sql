-- For whoever operates it: a brake, what an undo took back, and what this schema looks like when nobody has changed it.
-- Nullable columns and constants: no table is rewritten.

ALTER TABLE public.cleanup_setting
    ADD COLUMN refuse_above bigint,
    ADD CONSTRAINT cleanup_setting_refuse_above_is_positive CHECK (refuse_above > 0);

COMMENT ON COLUMN public.cleanup_setting.refuse_above IS
    'A cleanup that would clean more sessions than this is refused with SC004; more than zero. Null: none is. The '
    'setting session_cleanup.refuse_above takes its place, for one connection or role; 0 there lifts it.';
COMMENT ON CONSTRAINT cleanup_setting_refuse_above_is_positive ON public.cleanup_setting IS
    'Null, not zero, stands for no limit.';

ALTER TABLE public.cleanup_run
    ADD COLUMN undone_at timestamptz,
    ADD COLUMN sessions_reactivated bigint NOT NULL DEFAULT 0,
    ADD COLUMN first_expires_at timestamptz,
    ADD COLUMN stopped_by text,
    ADD COLUMN batches bigint NOT NULL DEFAULT 0,
    ADD COLUMN longest_batch_seconds numeric NOT NULL DEFAULT 0;

COMMENT ON COLUMN public.cleanup_run.undone_at IS
    'When undo_cleanup_run last made sessions of the run active again. Null: never.';
COMMENT ON COLUMN public.cleanup_run.sessions_reactivated IS
    'Sessions of the run that undo_cleanup_run has made active again.';
COMMENT ON COLUMN public.cleanup_run.first_expires_at IS
    'expires_at of the longest expired session that the run found: an undo need not look at older ones. Null: it '
    'found none, or is of a version before 0.2.0.';
COMMENT ON COLUMN public.cleanup_run.stopped_by IS
    'What ended the run before it was done, as its caller gave it to cleanup_run_close: max-runtime or the name of a '
    'signal. Null: nothing did.';
COMMENT ON COLUMN public.cleanup_run.batches IS
    'Batches that the run committed; 0 of a version before 0.2.0.';
COMMENT ON COLUMN public.cleanup_run.longest_batch_seconds IS
    'How long the longest of them took, without its COMMIT.';


CREATE TABLE public.session_cleanup_object (
    kind           text    NOT NULL,
    identity       text    NOT NULL,
    fingerprint    text    NOT NULL,
    server_version integer NOT NULL,
    PRIMARY KEY (kind, identity)
);

COMMENT ON TABLE public.session_cleanup_object IS
    'What the schema looked like when it was last migrated: session_cleanup_drift compares the database with it.';
COMMENT ON COLUMN public.session_cleanup_object.kind IS
    'table, view, routine, trigger, index or constraint.';
COMMENT ON COLUMN public.session_cleanup_object.identity IS
    'Its name; of a routine with the types of its arguments, of a trigger or constraint with its table.';
COMMENT ON COLUMN public.session_cleanup_object.fingerprint IS
    'Hash of its definition and comment; of an index or constraint the definition itself; empty for a table.';
COMMENT ON COLUMN public.session_cleanup_object.server_version IS
    'Major version of the server that recorded it: another one may print the same definition differently.';
COMMENT ON INDEX public.session_cleanup_object_pkey IS
    'Finds an object.';
