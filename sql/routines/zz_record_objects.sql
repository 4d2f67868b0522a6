-- The last script: what the schema looks like now that all of them are applied. migrate runs it whenever it applied
-- another one.

DO $do$ BEGIN PERFORM public.session_cleanup_record_objects(); END $do$;
