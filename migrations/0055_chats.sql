-- Chats and who holds them. The id is a UUIDv5 of channel, client and host, so that every server finds the same one. No
-- foreign keys: history, as conversations are.
CREATE TABLE chats (
    call_center_id text NOT NULL,
    id uuid NOT NULL,
    channel text NOT NULL, -- as the channel was called
    client_id text NOT NULL,
    host_id text NOT NULL,
    client_name text NOT NULL,
    contact_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT chats_pkey PRIMARY KEY (call_center_id, id)
) WITH (fillfactor = 80);

CREATE INDEX chats_by_age ON chats (updated_at);

CREATE TABLE chat_sessions (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    chat_id uuid NOT NULL,
    adapter_id uuid NOT NULL, -- the host
    state text NOT NULL,
    answered_at timestamptz, -- when an adapter said something first
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    CONSTRAINT chat_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT chat_sessions_end_reason_check CHECK (end_reason IN ('host', 'client', 'idle', 'reset')),
    CONSTRAINT chat_sessions_end_check CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) WITH (fillfactor = 80);

-- A chat has one live session.
CREATE UNIQUE INDEX chat_sessions_live_key ON chat_sessions (call_center_id, chat_id) WHERE ended_at IS NULL;
CREATE INDEX chat_sessions_by_chat ON chat_sessions (call_center_id, chat_id, id);
CREATE INDEX chat_sessions_by_age ON chat_sessions (id);
