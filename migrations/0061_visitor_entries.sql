-- What a visitor may see of a chat, counted under the lock of the chat. Ids of messages come from several servers' clocks
-- and are made before the lock is held: whoever resumes behind the last one that was seen could miss one.
CREATE TABLE visitor_entries (
    call_center_id text NOT NULL,
    chat_id uuid NOT NULL,
    number bigint NOT NULL, -- from 1, without gaps
    message_id uuid,
    event_id uuid,
    created_at timestamptz NOT NULL,
    CONSTRAINT visitor_entries_pkey PRIMARY KEY (call_center_id, chat_id, number),
    CONSTRAINT visitor_entries_content_check CHECK (num_nonnulls(message_id, event_id) = 1)
);

CREATE INDEX visitor_entries_by_age ON visitor_entries (created_at);
