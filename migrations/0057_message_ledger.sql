-- Which messages of a provider were accepted. Small and not partitioned, as the ledger of events is.
CREATE TABLE message_ledger (
    call_center_id text NOT NULL,
    channel_id uuid NOT NULL,
    provider_message_id text NOT NULL,
    chat_id uuid NOT NULL,
    message_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT message_ledger_pkey PRIMARY KEY (call_center_id, channel_id, provider_message_id)
);

CREATE INDEX message_ledger_by_age ON message_ledger (received_at);
