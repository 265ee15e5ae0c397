-- The HTTP exchanges of an execution: how they went. What was sent and came back is in attempt_bodies.
CREATE TABLE attempts (
    execution_id uuid NOT NULL,
    number integer NOT NULL,
    started_at timestamptz NOT NULL,
    resolve_us bigint NOT NULL,
    auth_us bigint NOT NULL,
    connect_us bigint NOT NULL,
    wait_us bigint NOT NULL,
    read_us bigint NOT NULL,
    response_status smallint,
    error_code text,
    error_detail text,
    CONSTRAINT attempts_pkey PRIMARY KEY (execution_id, number)
) PARTITION BY RANGE (execution_id);
