-- Nothing but a processor taken, until statement_timeout ends it.
SELECT sum(sqrt(number)) FROM (SELECT generate_series(1, 1000000000000) AS number) AS numbers;
