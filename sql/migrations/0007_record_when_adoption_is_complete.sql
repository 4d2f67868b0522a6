-- adopt is run at each deployment, like migrate: on tables that are adopted it must not look at every session again.

ALTER TABLE public.session_adoption
    ADD COLUMN rows_changed_at timestamptz;

COMMENT ON COLUMN public.session_adoption.rows_changed_at IS
    'When the last row was changed as the adoption needs it; from then on, the triggers keep it so. Null: some may not '
    'be yet, since a program was interrupted between its batches.';
