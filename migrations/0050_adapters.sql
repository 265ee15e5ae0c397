-- Messaging bridges of call centers. What is called stands in a hidden template with its integrator and endpoints, so that
-- retries, limits, records and replays are those of any other endpoint.
CREATE TABLE adapters (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    is_bot boolean NOT NULL,
    channels text[] NOT NULL, -- names, as typed
    settings json NOT NULL, -- URLs, names of headers, body, properties; never a secret
    secret_hash bytea, -- of what an omnichannel adapter's third party shows; null: TwoWay has tokens
    has_delivery_secret boolean NOT NULL, -- false: it shows the third party the same secret
    template_id uuid NOT NULL,
    integrator_id uuid NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT adapters_pkey PRIMARY KEY (id),
    CONSTRAINT adapters_kind_check CHECK (kind IN ('twoway', 'omnichannel')),
    CONSTRAINT adapters_secret_hash_check CHECK (octet_length(secret_hash) = 32),
    CONSTRAINT adapters_template_key UNIQUE (template_id),
    CONSTRAINT adapters_integrator_key UNIQUE (integrator_id),
    CONSTRAINT adapters_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    -- No cascades: a part can't be taken out of it.
    CONSTRAINT adapters_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id),
    CONSTRAINT adapters_integrator_fkey FOREIGN KEY (integrator_id) REFERENCES integrators (id)
);

CREATE UNIQUE INDEX adapters_name_key ON adapters (call_center_id, lower(name));
CREATE INDEX adapters_by_call_center ON adapters (call_center_id, id);
-- The secret says which adapter of the call center it is.
CREATE UNIQUE INDEX adapters_secret_key ON adapters (call_center_id, secret_hash) WHERE secret_hash IS NOT NULL;
