-- Every event that was accepted, with what came of it. Partitioned by the time in its UUIDv7, as executions are.
CREATE TABLE conversation_events (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    conversation_id text NOT NULL,
    event_id text NOT NULL, -- the sender's
    type text NOT NULL,
    standing text NOT NULL,
    occurred_at timestamptz NOT NULL,
    event json NOT NULL,
    execution_ids uuid[] NOT NULL,
    CONSTRAINT conversation_events_pkey PRIMARY KEY (id),
    CONSTRAINT conversation_events_standing_check CHECK (standing IN ('inOrder', 'late', 'early', 'repeated'))
) PARTITION BY RANGE (id);

CREATE INDEX conversation_events_by_conversation ON conversation_events (call_center_id, conversation_id, id);
