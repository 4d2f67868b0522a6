-- docs/reference/sql-objects.md, from the COMMENTs of a migrated database: psql -At -f docs/reference/sql-objects.sql
-- One row, the whole page.

WITH relation AS (
    SELECT pg_class.oid,
           pg_class.relname::text AS name,
           pg_class.relkind AS kind,
           obj_description(pg_class.oid, 'pg_class') AS comment
      FROM pg_class
     WHERE pg_class.relnamespace = 'public'::regnamespace
       AND pg_class.relkind IN ('r', 'p', 'v')
       AND pg_class.relname <> 'schemaversions'),
routine AS (
    SELECT pg_proc.oid,
           pg_proc.proname::text AS name,
           pg_proc.prokind AS kind,
           pg_proc.prorettype = 'trigger'::regtype AS is_trigger,
           obj_description(pg_proc.oid, 'pg_proc') AS comment
      FROM pg_proc
     WHERE pg_proc.pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend WHERE pg_depend.objid = pg_proc.oid AND pg_depend.deptype = 'e')),
section AS (
    SELECT CASE WHEN relation.kind = 'v' THEN 2 ELSE 1 END AS chapter,
           relation.name AS name,
           format(E'### `%s`\n\n%s\n\n| column | type | meaning |\n|---|---|---|\n%s',
                  relation.name,
                  relation.comment,
                  (SELECT string_agg(format('| `%s` | %s | %s |',
                                            pg_attribute.attname,
                                            format_type(pg_attribute.atttypid, pg_attribute.atttypmod),
                                            replace(col_description(relation.oid, pg_attribute.attnum), '|', '\|')),
                                     E'\n' ORDER BY pg_attribute.attnum)
                     FROM pg_attribute
                    WHERE pg_attribute.attrelid = relation.oid
                      AND pg_attribute.attnum > 0
                      AND NOT pg_attribute.attisdropped)) AS text
      FROM relation
     UNION ALL
    SELECT CASE WHEN routine.is_trigger THEN 4 ELSE 3 END,
           routine.name,
           format(E'### `%s`\n\n%s%s',
                  routine.name,
                  CASE WHEN NOT routine.is_trigger THEN format(
                      E'```text\n%s %s(%s)%s\n```\n\n',
                      CASE routine.kind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
                      routine.name,
                      pg_get_function_arguments(routine.oid),
                      CASE WHEN routine.kind <> 'p' THEN format(' RETURNS %s', pg_get_function_result(routine.oid)) END) END,
                  routine.comment)
      FROM routine),
chapter AS (
    SELECT section.chapter AS number,
           string_agg(section.text, E'\n\n' ORDER BY section.name) AS text
      FROM section
     GROUP BY section.chapter),
page AS (
    SELECT E'# Tables, views and functions\n\n'
           || E'Each object in the schema `public`, with its COMMENT. `scripts/reference` makes this page. [SQL](sql.md) has the\n'
           || E'calls with examples, the grants and the SQLSTATEs.\n'
           || string_agg(format(E'\n## %s\n\n%s\n', (ARRAY['Tables', 'Views', 'Functions and procedures', 'Trigger functions'])[chapter.number], chapter.text),
                         '' ORDER BY chapter.number) AS text
      FROM chapter)
-- Lines of text end at 120 columns; those of tables and code do not.
SELECT string_agg(
           CASE WHEN length(line.text) <= 120 OR line.text ~ '^(\||FUNCTION|PROCEDURE)' THEN line.text
                ELSE rtrim(regexp_replace(line.text, '(.{1,118})( |$)', E'\\1\n', 'g'), E'\n') END,
           E'\n' ORDER BY line.number)
  FROM page
 CROSS JOIN regexp_split_to_table(replace(rtrim(page.text, E'\n'), 'timestamp with time zone', 'timestamptz'), E'\n')
       WITH ORDINALITY AS line (text, number);
