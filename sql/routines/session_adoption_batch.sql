-- Changes the rows of batch_size sessions as adoption does, in a transaction of the caller's, so that the tables are
-- locked for a moment only when they are adopted. After that, it changes what was written between the batches and the
-- lock: from then on, the triggers let nothing of it arise, and once it came to the end there is nothing left to do.
--
-- The SET clauses leave the planner the plan by keys, whatever it knows of the tables.

CREATE OR REPLACE FUNCTION public.session_adoption_batch(
    mapping jsonb,
    after_id bigint,
    batch_size integer,
    OUT through_id bigint,
    OUT changes jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
SET timezone = 'UTC'
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $function$
DECLARE
    read      record;
    part      record;
    row_count bigint;
BEGIN
    -- As in session_adoption_apply(): only one of them moves expires_at at a time.
    LOCK TABLE public.session_adoption IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO read FROM public.session_adoption_mapping(mapping);
    changes := '[]';

    IF EXISTS (SELECT FROM public.session_adoption WHERE session_adoption.rows_changed_at IS NOT NULL) THEN
        RETURN;
    END IF;

    EXECUTE public.session_adoption_fill(
        format('SELECT max(next.id) FROM (SELECT base.{session_id} AS id FROM %s AS base WHERE base.{session_id} > $1 '
               'ORDER BY base.{session_id} LIMIT $2) AS next', read.session_table),
        read.columns -> 'session')
       INTO through_id
      USING after_id, batch_size;

    IF through_id IS NOT NULL THEN
        FOR part IN
            SELECT *
              FROM public.session_adoption_changes(mapping, rows_in_batches => true, after_id => after_id, through_id => through_id)
        LOOP
            EXECUTE part.update_statement;
            GET DIAGNOSTICS row_count = ROW_COUNT;
            changes := changes || jsonb_build_object('change', part.change, 'row_count', row_count);
        END LOOP;
    ELSIF EXISTS (SELECT FROM public.session_adoption) THEN
        UPDATE public.session_adoption SET rows_changed_at = now();
        DELETE FROM public.session_adoption_moved WHERE session_adoption_moved.session_table = read.session_table;
        UPDATE public.session_adoption_expiry SET begun_at = NULL WHERE session_adoption_expiry.session_table = read.session_table;
    END IF;
END
$function$;

COMMENT ON FUNCTION public.session_adoption_batch(jsonb, bigint, integer) IS
    'Changes the rows of the next batch_size sessions after the key after_id as adopting the tables of the mapping does. '
    'Returns the last of their keys, and how many rows of which kind it changed. Null: there were none left, or the '
    'tables are adopted and all of it was done. Errors: those of session_adoption_mapping, 55P03 if a row stays locked '
    'for 0.5 s.';

REVOKE EXECUTE ON FUNCTION public.session_adoption_batch(jsonb, bigint, integer) FROM PUBLIC;
