-- Commits, so it can have no SET clause and must not be called in a transaction block; see cleanup_sessions_in_batches.

CREATE OR REPLACE PROCEDURE public.apply_inactivity_timeout_in_batches(session_type text, batch_size integer DEFAULT 10000)
LANGUAGE plpgsql
AS $procedure$
DECLARE
    batch            record;
    last_session_id  bigint;
    sessions_changed bigint := 0;
    sessions_expired bigint := 0;
BEGIN
    LOOP
        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        SELECT *
          INTO batch
          FROM public.apply_inactivity_timeout(session_type, false, coalesce(batch_size, 10000), last_session_id);
        EXIT WHEN batch.last_session_id IS NULL;
        last_session_id := batch.last_session_id;
        sessions_changed := sessions_changed + batch.sessions_changed;
        sessions_expired := sessions_expired + batch.sessions_expired;
    END LOOP;

    COMMIT;
    RAISE NOTICE '% sessions changed, % of them are expired now', sessions_changed, sessions_expired;
END
$procedure$;

COMMENT ON PROCEDURE public.apply_inactivity_timeout_in_batches(text, integer) IS
    'Does what apply_inactivity_timeout() does in batches of batch_size sessions (at least 1), each committed. Not '
    'inside a transaction block (2D000).';

REVOKE EXECUTE ON PROCEDURE public.apply_inactivity_timeout_in_batches(text, integer) FROM PUBLIC;
