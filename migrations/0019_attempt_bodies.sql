-- What was sent and what came back, redacted. Apart from attempts and in partitions of one day, because bodies are most
-- of the bytes and are dropped first.
CREATE TABLE attempt_bodies (
    execution_id uuid NOT NULL,
    number integer NOT NULL,
    request json,
    response json,
    CONSTRAINT attempt_bodies_pkey PRIMARY KEY (execution_id, number)
) PARTITION BY RANGE (execution_id);
