-- What was said in chats, and what happened in them. Partitioned by the time in their UUIDv7, as executions are.
CREATE TABLE messages (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    chat_id uuid NOT NULL,
    session_id uuid NOT NULL,
    direction text NOT NULL,
    author text NOT NULL,
    author_id text, -- the adapter or the user; null: the client
    type text NOT NULL,
    content json NOT NULL, -- the message without id, direction and time
    provider_message_id text,
    execution_id uuid, -- its delivery; null: there is none, or the web chat shows it
    created_at timestamptz NOT NULL,
    CONSTRAINT messages_pkey PRIMARY KEY (id),
    CONSTRAINT messages_direction_check CHECK (direction IN ('ClientOriginated', 'ClientTerminated')),
    CONSTRAINT messages_author_check CHECK (author IN ('client', 'adapter', 'operator'))
) PARTITION BY RANGE (id);

CREATE INDEX messages_by_chat ON messages (call_center_id, chat_id, id);
CREATE INDEX messages_by_call_center ON messages (call_center_id, id);

CREATE TABLE chat_events (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    chat_id uuid NOT NULL,
    session_id uuid,
    type text NOT NULL,
    event json NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT chat_events_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE INDEX chat_events_by_chat ON chat_events (call_center_id, chat_id, id);
