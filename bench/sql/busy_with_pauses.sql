-- A processor taken at times, as batches of 1,000 with a pause take it, until statement_timeout ends it.
DO $$
BEGIN
    LOOP
        PERFORM sum(sqrt(number)) FROM generate_series(1, 200000) AS number;
        PERFORM pg_sleep(0.05);
    END LOOP;
END
$$;
