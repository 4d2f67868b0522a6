CREATE OR REPLACE FUNCTION public.session_attach_triggers()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    adoption  public.session_adoption;
    columns   jsonb;
    statement text;
BEGIN
    SELECT * INTO adoption FROM public.session_adoption;

    IF NOT FOUND THEN
        SELECT jsonb_object_agg(ours.relname, (SELECT jsonb_object_agg(pg_attribute.attname, pg_attribute.attname)
                                                 FROM pg_attribute
                                                WHERE pg_attribute.attrelid = ours.oid
                                                  AND pg_attribute.attnum > 0
                                                  AND NOT pg_attribute.attisdropped))
          INTO columns
          FROM pg_class AS ours
         WHERE ours.oid IN ('public.session'::regclass, 'public.session_member'::regclass);

        FOR statement IN
            SELECT made
              FROM public.session_trigger_statements(
                       'public.session', 'public.session_member', columns,
                       '{"delete": "refuse", "null_expires_at": "timeout", "activity_moves_expires_at": false}', 'session_') AS made
        LOOP
            EXECUTE statement;
        END LOOP;

        RETURN;
    END IF;

    columns := public.session_adoption_columns();

    -- Without the views there is nothing to go by: what is there goes on, and session_cleanup_problem names it.
    IF NOT (columns -> 'session' ? 'session_id' AND columns -> 'session_member' ? 'session_id') IS TRUE THEN
        RETURN;
    END IF;

    FOR statement IN
        SELECT made
          FROM public.session_adopted_function_statements(adoption.session_table, adoption.member_table, columns) AS made
        UNION ALL
        SELECT made
          FROM public.session_trigger_statements(
                   adoption.session_table, adoption.member_table, columns,
                   public.session_adoption_options(adoption.mapping),
                   'session_adopted_') AS made
    LOOP
        EXECUTE statement;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION public.session_attach_triggers() IS
    'Makes the triggers of Session Cleanup, or makes them anew, on session and session_member, or on the tables that '
    'are adopted.';

REVOKE EXECUTE ON FUNCTION public.session_attach_triggers() FROM PUBLIC;
