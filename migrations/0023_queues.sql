-- Queues of the telephony or chat platform: what triggers list, and what responses may route to.
CREATE TABLE queues (
    call_center_id text NOT NULL,
    id text NOT NULL, -- the platform's
    address text NOT NULL,
    name text NOT NULL,
    channel_types text[] NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT queues_pkey PRIMARY KEY (call_center_id, id),
    -- Triggers name a queue by its address: two of one address could not be told apart.
    CONSTRAINT queues_address_key UNIQUE (call_center_id, address),
    CONSTRAINT queues_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT queues_channel_types_check
        CHECK (cardinality(channel_types) > 0 AND channel_types <@ ARRAY['phone', 'chat'])
);

-- The order of the list; "C" makes it the same on every server, whatever its locale.
CREATE INDEX queues_in_order ON queues (call_center_id, (lower(name) COLLATE "C"), id);
