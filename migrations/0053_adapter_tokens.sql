-- Tokens that TwoWay clients show: never the token itself, only its SHA-256.
CREATE TABLE adapter_tokens (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    adapter_id uuid NOT NULL,
    name text NOT NULL,
    rights text[] NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT adapter_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT adapter_tokens_hash_key UNIQUE (hash),
    CONSTRAINT adapter_tokens_hash_check CHECK (octet_length(hash) = 32),
    CONSTRAINT adapter_tokens_rights_check
        CHECK (cardinality(rights) > 0 AND rights <@ ARRAY['message:send', 'session:update', 'history:read']),
    CONSTRAINT adapter_tokens_adapter_fkey FOREIGN KEY (adapter_id) REFERENCES adapters (id) ON DELETE CASCADE
);

CREATE INDEX adapter_tokens_by_adapter ON adapter_tokens (adapter_id, id);

-- What the third party of an omnichannel adapter reads contacts and histories with, for an hour.
CREATE TABLE graph_tokens (
    hash bytea NOT NULL,
    call_center_id text NOT NULL,
    adapter_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT graph_tokens_pkey PRIMARY KEY (hash),
    CONSTRAINT graph_tokens_hash_check CHECK (octet_length(hash) = 32),
    CONSTRAINT graph_tokens_adapter_fkey FOREIGN KEY (adapter_id) REFERENCES adapters (id) ON DELETE CASCADE
);

CREATE INDEX graph_tokens_by_adapter ON graph_tokens (adapter_id);
CREATE INDEX graph_tokens_by_expiry ON graph_tokens (expires_at);
