CREATE OR REPLACE VIEW public.session_cleanup_problem AS
SELECT found.problem, found.detail, found.remedy
  FROM public.session_cleanup_check() AS found;

COMMENT ON VIEW public.session_cleanup_problem IS
    'What is wrong with the installation or its data; empty when it is sound. It reads all sessions and members. A '
    'role needs EXECUTE on session_cleanup_check too.';
COMMENT ON COLUMN public.session_cleanup_problem.problem IS 'What is wrong.';
COMMENT ON COLUMN public.session_cleanup_problem.detail IS 'Where: the object, or how many rows.';
COMMENT ON COLUMN public.session_cleanup_problem.remedy IS 'What to do: a statement, or a command.';
