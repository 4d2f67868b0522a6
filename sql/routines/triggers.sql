-- The triggers, on our own tables or on those that are adopted: see session_trigger_statements. This file sorts after
-- all that it needs. After an upgrade it brings what adoption made up to date, too.

DO $block$
BEGIN
    PERFORM public.session_require_supported_tables();
    PERFORM public.session_attach_triggers();

    -- The triggers that 0.1 had in place of these; their functions stayed until now, for those who wrote meanwhile.
    IF to_regprocedure('public.session_deactivate()') IS NOT NULL THEN
        DROP FUNCTION public.session_deactivate(), public.session_reactivate() CASCADE;
    END IF;
END
$block$;
