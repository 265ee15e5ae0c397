-- API keys of programs: the key itself is never stored, only its SHA-256.
CREATE TABLE keys (
    id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL,
    scopes text[] NOT NULL,
    call_center_id text,
    last_used_at timestamptz,
    revoked_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT keys_pkey PRIMARY KEY (id),
    CONSTRAINT keys_hash_key UNIQUE (hash),
    CONSTRAINT keys_call_center_fkey FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT keys_hash_check CHECK (octet_length(hash) = 32),
    CONSTRAINT keys_scopes_check CHECK (
        cardinality(scopes) > 0 AND scopes <@ ARRAY[
            'portal:admin', 'integrations:read', 'integrations:write', 'endpoints:execute',
            'events:write', 'conversations:read', 'messages:write', 'executions:read'
        ]
    ),
    -- A tenant's key must not administer the portal, whatever let it through.
    CONSTRAINT keys_reach_check CHECK (call_center_id IS NULL OR NOT scopes @> ARRAY['portal:admin'])
);

CREATE INDEX keys_by_call_center ON keys (call_center_id, id) WHERE call_center_id IS NOT NULL;
