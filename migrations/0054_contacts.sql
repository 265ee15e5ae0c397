-- Customers as channels know them: one per channel and client id.
CREATE TABLE contacts (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    channel text NOT NULL, -- lower case
    client_id text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    emails text[] NOT NULL DEFAULT '{}',
    phones text[] NOT NULL DEFAULT '{}',
    additional_fields json NOT NULL DEFAULT '[]', -- [{"name", "value"}]
    socials json NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT contacts_pkey PRIMARY KEY (id),
    CONSTRAINT contacts_client_key UNIQUE (call_center_id, channel, client_id),
    CONSTRAINT contacts_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE
);
