-- it could not deactivate, and why. Each new column of a large table is null or a constant: no table is rewritten.
-- The new tables have no foreign key to cleanup_run, so that TRUNCATE cleanup_run goes on working.

ALTER TABLE public.session
    ADD COLUMN cleanup_run_id bigint;

COMMENT ON COLUMN public.session.cleanup_run_id IS
    'The cleanup run that deactivated the session; the run itself may be past cleanup_setting.run_retention. '
    'Null: the session is active, or no run deactivated it.';

ALTER TABLE public.cleanup_run
    ADD COLUMN sessions_failed bigint NOT NULL DEFAULT 0,
    ADD COLUMN failed_session_ids bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN reached_session_ids bigint[] NOT NULL DEFAULT '{}';

COMMENT ON COLUMN public.cleanup_run.sessions_failed IS
    'Expired sessions that the run left out because something else than a lock kept them from being deactivated: '
    'cleanup_run_failure has the first.';
COMMENT ON COLUMN public.cleanup_run.failed_session_ids IS
    'The session_id of each of them, so that the run tries none twice.';
COMMENT ON COLUMN public.cleanup_run.reached_session_ids IS
    'The sessions that expired at reached_expires_at and are left for the second pass.';
COMMENT ON COLUMN public.session_type.inactivity_timeout IS
    'A session expires this long after its last activity; more than zero. Null: sessions of this type never '
    'expire. A longer one applies to a session at its next activity, null at once; a shorter one to new sessions, '
    'because touch_session moves no expiry to an earlier moment.';

COMMENT ON COLUMN public.cleanup_run.in_batch IS
    'Not used since 0.2.0; false.';


CREATE TABLE public.cleanup_run_failure (
    cleanup_run_id bigint NOT NULL,
    session_id     bigint NOT NULL,
    share_id       uuid,
    sqlstate       text,
    message        text   NOT NULL,
    context        text,
    PRIMARY KEY (cleanup_run_id, session_id)
);

COMMENT ON TABLE public.cleanup_run_failure IS
    'The first 10 sessions of each run that could not be deactivated, and why. Removed with the run.';
COMMENT ON COLUMN public.cleanup_run_failure.cleanup_run_id IS
    'The run.';
COMMENT ON COLUMN public.cleanup_run_failure.session_id IS
    'The session''s key.';
COMMENT ON COLUMN public.cleanup_run_failure.share_id IS
    'The session''s public identifier. Null: it has none.';
COMMENT ON COLUMN public.cleanup_run_failure.sqlstate IS
    'SQLSTATE of the error. Null: there was none, and the session was active afterwards all the same.';
COMMENT ON COLUMN public.cleanup_run_failure.message IS
    'Message of the error.';
COMMENT ON COLUMN public.cleanup_run_failure.context IS
    'Where the error was raised: the call stack of PL/pgSQL. Null: there was no error.';
COMMENT ON INDEX public.cleanup_run_failure_pkey IS
    'Finds the failures of a run.';


CREATE TABLE public.cleanup_run_transaction (
    cleanup_run_id bigint NOT NULL,
    transaction_id bigint NOT NULL,
    PRIMARY KEY (cleanup_run_id, transaction_id)
);

COMMENT ON TABLE public.cleanup_run_transaction IS
    'The transactions in which the batches of a run updated sessions: a session of the run whose xmin is none of '
    'them was changed since. Removed with the run.';
COMMENT ON COLUMN public.cleanup_run_transaction.cleanup_run_id IS
    'The run.';
COMMENT ON COLUMN public.cleanup_run_transaction.transaction_id IS
    'Transaction or subtransaction ID, as xmin::text::bigint shows it.';
COMMENT ON INDEX public.cleanup_run_transaction_pkey IS
    'Finds the transactions of a run.';


-- Under session_cleanup.batch, the trigger of 0.1 expects what the batch of 0.1 did. Its other triggers stay until
-- those of today take their places (routines/triggers.sql).
DO $block$
BEGIN
    IF to_regprocedure('public.session_require_batch()') IS NOT NULL THEN
        DROP FUNCTION public.session_require_batch() CASCADE;
    END IF;
END
$block$;
