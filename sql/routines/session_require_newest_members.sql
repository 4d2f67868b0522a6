-- Above READ COMMITTED, a query sees members as they were when the transaction began; one who has come online since
-- then would stay online. The one thing that looks at the newest rows even so is a foreign key: ON UPDATE CASCADE
-- fails with 40001 where they differ from what the transaction sees. So the sessions get other keys, fresh ones of
-- the sequence, in a subtransaction that is rolled back. Where a foreign key of the application's, which need not
-- cascade, forbids that, it is done once more with other rows that have the old keys meanwhile.

CREATE OR REPLACE FUNCTION public.session_require_newest_members(session_ids bigint[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    session_keys constant regclass := pg_get_serial_sequence(
        public.session_base_table('session')::text,
        coalesce(public.session_adoption_column('session', 'session_id'), 'session_id'));
    fresh_id     bigint;
    fresh_ids    bigint[] := '{}'::bigint[];
    has_stand_in boolean;
BEGIN
    IF NOT EXISTS (SELECT
                     FROM pg_constraint
                     JOIN pg_class ON pg_class.oid = pg_constraint.confrelid AND pg_class.relkind = 'r'
                    WHERE pg_constraint.conrelid = public.session_base_table('session_member')
                      AND pg_constraint.confrelid = public.session_base_table('session')
                      AND pg_constraint.contype = 'f'
                      AND pg_constraint.confupdtype = 'c') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = format('sessions can''t be deactivated in a transaction that is %s: it takes a foreign key from '
                             'session_member to session, not partitioned, with ON UPDATE CASCADE',
                             upper(current_setting('transaction_isolation'))),
            HINT    = 'Deactivate them in a transaction that is READ COMMITTED.';
    END IF;

    -- A sequence that is behind (after logical replication) is moved on by that.
    WHILE cardinality(fresh_ids) < cardinality(session_ids) LOOP
        -- An application may give its keys itself.
        fresh_id := coalesce(nextval(session_keys),
                             (SELECT max(session.session_id) + 1 + cardinality(fresh_ids) FROM public.session));

        IF NOT EXISTS (SELECT FROM public.session WHERE session.session_id = fresh_id) THEN
            fresh_ids := fresh_ids || fresh_id;
        END IF;
    END LOOP;

    FOREACH has_stand_in IN ARRAY ARRAY[false, true] LOOP
        BEGIN
            WITH moved AS (
                UPDATE public.session
                   SET session_id = moving.fresh_id
                  FROM unnest(session_ids, fresh_ids) AS moving (old_id, fresh_id)
                 WHERE session.session_id = moving.old_id
                RETURNING moving.old_id, session.session_type
            )
            INSERT INTO public.session (session_id, session_type, is_active)
            SELECT moved.old_id, moved.session_type, false
              FROM moved
             WHERE has_stand_in;

            RAISE EXCEPTION USING ERRCODE = 'SC000', MESSAGE = 'take it back';
        EXCEPTION
            WHEN SQLSTATE 'SC000' THEN
                RETURN;
            WHEN integrity_constraint_violation THEN
                IF has_stand_in THEN
                    RAISE EXCEPTION USING
                        ERRCODE = 'feature_not_supported',
                        MESSAGE = format('sessions can''t be deactivated in a transaction that is %s: %s',
                                         upper(current_setting('transaction_isolation')), SQLERRM),
                        HINT    = 'Deactivate them in a transaction that is READ COMMITTED.';
                END IF;
        END;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_require_newest_members(bigint[]) IS
    'For transactions above READ COMMITTED: fails with 40001 if a member of these sessions has changed since the '
    'transaction''s snapshot, and with 0A000 where that can''t be found out.';

REVOKE EXECUTE ON FUNCTION public.session_require_newest_members(bigint[]) FROM PUBLIC;
