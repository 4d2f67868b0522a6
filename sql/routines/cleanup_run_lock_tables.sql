-- All relations that a batch and the end of its run touch, locked before any row. Tried again for half a second, not
-- queued for: whoever waits for nothing is in no deadlock. (A wait that a short lock_timeout bounds would do, but for
-- an application whose own deadlock_timeout is shorter still: it would be the one that fails.)

CREATE OR REPLACE FUNCTION public.cleanup_run_lock_tables()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    FOR attempt IN 1..50 LOOP
        BEGIN
            LOCK TABLE public.session, public.session_member, public.cleanup_run, public.cleanup_run_failure,
                       public.cleanup_run_transaction IN ROW EXCLUSIVE MODE NOWAIT;
            LOCK TABLE public.session_type, public.expired_session, public.session_totals,
                       public.cleanup_setting, public.session_adoption, public.cleanup_run_history IN ACCESS SHARE MODE NOWAIT;
            RETURN;
        EXCEPTION
            WHEN lock_not_available THEN
                IF attempt = 50 THEN
                    RAISE;
                END IF;

                PERFORM pg_sleep(0.01);
        END;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.cleanup_run_lock_tables() IS
    'Locks what a batch of a cleanup uses, until the transaction ends. Error: 55P03 if that takes longer than 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.cleanup_run_lock_tables() FROM PUBLIC;
