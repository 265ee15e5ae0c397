-- Visitors of web chats: never the token itself, only its SHA-256. It opens one chat and nothing else.
CREATE TABLE visitors (
    hash bytea NOT NULL,
    call_center_id text NOT NULL,
    channel_id uuid NOT NULL,
    client_id text NOT NULL, -- the visitor's address in chats
    name text NOT NULL, -- empty when it is not known
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT visitors_pkey PRIMARY KEY (hash),
    CONSTRAINT visitors_hash_check CHECK (octet_length(hash) = 32),
    CONSTRAINT visitors_channel_fkey FOREIGN KEY (channel_id) REFERENCES channels (id) ON DELETE CASCADE
);

CREATE INDEX visitors_by_channel ON visitors (channel_id);
CREATE INDEX visitors_by_age ON visitors (seen_at);
