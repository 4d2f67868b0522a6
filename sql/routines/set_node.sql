-- Makes this database node node_number of node_count: the keys that it gives, and no others, end in its number, and a
-- CHECK keeps them so. Whoever knows a session_id knows the node, without asking; where the nodes are doubled, each
-- key's new node is its old one or that plus the old count.
--
-- The CHECK is added NOT VALID, which takes a moment, and validated in a transaction of its own, which lets everybody
-- go on. For the owner of the tables alone, with its own rights.

CREATE OR REPLACE PROCEDURE public.set_node(node_number integer, node_count integer)
LANGUAGE plpgsql
AS $procedure$
DECLARE
    stranger   bigint;
    sequence   record;
    last_given bigint;
BEGIN
    IF node_count IS NULL OR node_count < 1 OR node_count & (node_count - 1) <> 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('node_count must be a power of two, not %s', coalesce(node_count::text, 'null')),
            HINT    = 'Use 1, 2, 4, 8, ... nodes. Several of them may be databases of one server.';
    END IF;

    IF node_number IS NULL OR node_number < 0 OR node_number >= node_count THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('node_number must be from 0 to %s, not %s', node_count - 1, coalesce(node_number::text, 'null')),
            HINT    = 'Nodes are numbered from 0.';
    END IF;

    IF (SELECT pg_class.relkind NOT IN ('r', 'p') FROM pg_catalog.pg_class WHERE pg_class.oid = 'public.session'::regclass) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'feature_not_supported',
            MESSAGE = 'adopted tables can''t be a node',
            HINT    = 'A node needs the tables that migrate makes.';
    END IF;

    SELECT session.session_id
      INTO stranger
      FROM public.session
     WHERE session.session_id & (set_node.node_count - 1) <> set_node.node_number
     LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            MESSAGE = format('session %s belongs on node %s of %s, not on node %s',
                             stranger, stranger & (node_count - 1), node_count, node_number),
            HINT    = 'Number the databases by the keys that they have: see docs/how-to/scale-out.md for how nodes are split.';
    END IF;

    ALTER TABLE public.session DROP CONSTRAINT IF EXISTS session_id_is_of_this_node;
    EXECUTE format(
        'ALTER TABLE public.session ADD CONSTRAINT session_id_is_of_this_node CHECK (session_id & %s = %s) NOT VALID',
        node_count - 1, node_number);
    COMMENT ON CONSTRAINT session_id_is_of_this_node ON public.session IS
        'The keys of this node end in its number (set_node): the router finds a session by its key.';

    FOR sequence IN
        SELECT pg_catalog.pg_get_serial_sequence('public.session', 'session_id') AS name,
               (SELECT max(session.session_id) FROM public.session) AS highest
         UNION ALL
        SELECT pg_catalog.pg_get_serial_sequence('public.cleanup_run', 'cleanup_run_id'),
               (SELECT max(cleanup_run.cleanup_run_id) FROM public.cleanup_run)
    LOOP
        EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s', sequence.name) INTO last_given;
        last_given := greatest(last_given, sequence.highest, 0);
        EXECUTE format(
            'ALTER SEQUENCE %s INCREMENT BY %s START WITH %s RESTART WITH %s',
            sequence.name,
            node_count,
            node_count + node_number,
            (last_given / node_count + 1) * node_count + node_number);
    END LOOP;

    UPDATE public.cleanup_setting
       SET node_number = set_node.node_number,
           node_count = set_node.node_count;

    COMMIT;
    ALTER TABLE public.session VALIDATE CONSTRAINT session_id_is_of_this_node;
END
$procedure$;

COMMENT ON PROCEDURE public.set_node(integer, integer) IS
    'Makes this database node node_number (from 0) of node_count (a power of two) behind a router: from now on '
    'session_id & (node_count - 1) is node_number, by the sequence and a CHECK. For the owner of the tables; not '
    'inside a transaction block (2D000). Errors: 22023 for another number, 23514 where a session belongs on another '
    'node, 0A000 for adopted tables.';

REVOKE EXECUTE ON PROCEDURE public.set_node(integer, integer) FROM PUBLIC;
