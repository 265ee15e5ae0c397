-- What is known of each conversation. No foreign key to the call center: like executions it is history, and a batch of
-- events must not fail because one tenant is being deleted.
CREATE TABLE conversations (
    call_center_id text NOT NULL,
    conversation_id text NOT NULL, -- the platform's
    id uuid NOT NULL, -- a UUIDv7 of ours: the order of the list
    state text NOT NULL,
    channel_type text NOT NULL,
    direction text NOT NULL,
    queue text, -- its address, or its id where that is all that was said
    source text,
    destination text,
    ended_at timestamptz,
    document json NOT NULL,
    held_event json, -- an `ended` that waits for its `accepted`
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT conversations_pkey PRIMARY KEY (call_center_id, conversation_id),
    CONSTRAINT conversations_state_check
        CHECK (state IN ('received', 'queued', 'allocated', 'connected', 'ended', 'abandoned')),
    CONSTRAINT conversations_channel_type_check CHECK (channel_type IN ('phone', 'chat')),
    CONSTRAINT conversations_direction_check CHECK (direction IN ('inbound', 'outbound'))
) WITH (fillfactor = 70); -- updated by every event, by none of the indexed columns: room on the page keeps it off them

CREATE INDEX conversations_in_order ON conversations (call_center_id, id);
-- Those that go on are few and are what people look for. By ended_at and not by state: it changes once.
CREATE INDEX conversations_going_on ON conversations (call_center_id, id) WHERE ended_at IS NULL;
CREATE INDEX conversations_by_age ON conversations (id);

-- What came of the effects of a response. Lives and dies with its conversation.
CREATE TABLE conversation_effects (
    call_center_id text NOT NULL,
    conversation_id text NOT NULL,
    execution_id uuid NOT NULL,
    report json NOT NULL,
    applied_at timestamptz NOT NULL,
    CONSTRAINT conversation_effects_pkey PRIMARY KEY (call_center_id, conversation_id, execution_id),
    CONSTRAINT conversation_effects_conversation_fkey
        FOREIGN KEY (call_center_id, conversation_id) REFERENCES conversations (call_center_id, conversation_id)
        ON DELETE CASCADE
);
