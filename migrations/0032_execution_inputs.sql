-- What a durable execution that did not succeed was given: what a replay needs. In partitions of one day beside the
-- bodies, because it holds as much of people's data as they do. Deleted by the replay, so that nothing is replayed twice.
CREATE TABLE execution_inputs (
    execution_id uuid NOT NULL,
    call_center_id text NOT NULL,
    input json NOT NULL,
    CONSTRAINT execution_inputs_pkey PRIMARY KEY (execution_id)
) PARTITION BY RANGE (execution_id);

CREATE INDEX execution_inputs_by_call_center ON execution_inputs (call_center_id, execution_id);
