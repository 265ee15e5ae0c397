-- Short-lived tokens of agents' front ends: never the token itself, only its SHA-256.
CREATE TABLE callbox_tokens (
    hash bytea NOT NULL,
    call_center_id text NOT NULL,
    key_id uuid, -- ends with the key that asked for it; null: a person did
    issued_by text NOT NULL,
    allowed_origins text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT callbox_tokens_pkey PRIMARY KEY (hash),
    CONSTRAINT callbox_tokens_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT callbox_tokens_key_fkey FOREIGN KEY (key_id) REFERENCES keys (id) ON DELETE CASCADE,
    CONSTRAINT callbox_tokens_hash_check CHECK (octet_length(hash) = 32)
);

CREATE INDEX callbox_tokens_by_call_center ON callbox_tokens (call_center_id, expires_at);
CREATE INDEX callbox_tokens_by_key ON callbox_tokens (key_id);
CREATE INDEX callbox_tokens_by_expiry ON callbox_tokens (expires_at);
