-- Room in each page for the new versions of its rows. Without it, an update looks for room in other pages, all over a large table:
-- a member who goes offline costs an index entry too (no HOT update), and a cleanup writes a fifth more WAL (scripts/bench).
-- Only pages that are filled from now on have it. 90: the tables are a tenth larger.

ALTER TABLE public.session SET (fillfactor = 90);
ALTER TABLE public.session_member SET (fillfactor = 90);
