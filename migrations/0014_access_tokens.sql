-- Access tokens, shared by all server processes, with the lease of whoever is getting a new one.

-- Versions come from one sequence, so that a token's version is never that of an earlier, deleted row.
CREATE SEQUENCE access_token_versions;

CREATE TABLE access_tokens (
    integrator_id uuid NOT NULL,
    auth_endpoint_id uuid NOT NULL,
    version bigint NOT NULL DEFAULT 0, -- 0: there was no token yet
    sealed bytea, -- null: none yet, or found to be no good
    obtained_at timestamptz,
    expires_at timestamptz,
    lease_owner uuid,
    leased_until timestamptz,
    CONSTRAINT access_tokens_pkey PRIMARY KEY (integrator_id, auth_endpoint_id),
    CONSTRAINT access_tokens_integrator_fkey
        FOREIGN KEY (integrator_id) REFERENCES integrators (id) ON DELETE CASCADE,
    CONSTRAINT access_tokens_auth_endpoint_fkey
        FOREIGN KEY (auth_endpoint_id) REFERENCES endpoints (id) ON DELETE CASCADE,
    CONSTRAINT access_tokens_lease_check CHECK ((lease_owner IS NULL) = (leased_until IS NULL)),
    CONSTRAINT access_tokens_sealed_check CHECK (sealed IS NULL OR (obtained_at IS NOT NULL AND version > 0))
);

CREATE INDEX access_tokens_by_auth_endpoint ON access_tokens (auth_endpoint_id);
