-- Which events were accepted. Small and not partitioned: a unique index with a partition key in it would let a
-- duplicate through as soon as it comes in another partition's time.
CREATE TABLE event_ledger (
    call_center_id text NOT NULL,
    event_id text NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT event_ledger_pkey PRIMARY KEY (call_center_id, event_id)
);

CREATE INDEX event_ledger_by_age ON event_ledger (received_at);
