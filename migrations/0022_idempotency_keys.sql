-- What was answered under an Idempotency-Key. Small and not partitioned: uniqueness must not depend on a time.
CREATE TABLE idempotency_keys (
    owner text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    lease_id uuid, -- null: done
    leased_until timestamptz,
    execution_id uuid, -- what the first request started, known before anything was sent
    response_status smallint,
    response_headers json,
    response_body bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (owner, key),
    CONSTRAINT idempotency_keys_state_check CHECK (
        (lease_id IS NULL) = (leased_until IS NULL) AND (lease_id IS NULL) = (response_status IS NOT NULL)
    )
);

CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
