-- Where customers' messages of a call center enter and leave.
CREATE TABLE channels (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    settings json NOT NULL, -- callback URL, endpoint that sends SMS, origins of the web chat; never a secret
    inbound_secret_hash bytea, -- of what the inbound webhook of an SMS channel asks for
    template_id uuid, -- of a gateway: what posts to its callback URL
    integrator_id uuid,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT channels_pkey PRIMARY KEY (id),
    CONSTRAINT channels_kind_check CHECK (kind IN ('webchat', 'sms', 'gateway')),
    CONSTRAINT channels_inbound_secret_hash_check CHECK (octet_length(inbound_secret_hash) = 32),
    CONSTRAINT channels_parts_check CHECK (
        (kind = 'gateway') = (template_id IS NOT NULL) AND (template_id IS NULL) = (integrator_id IS NULL)
    ),
    CONSTRAINT channels_template_key UNIQUE (template_id),
    CONSTRAINT channels_integrator_key UNIQUE (integrator_id),
    CONSTRAINT channels_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT channels_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id),
    CONSTRAINT channels_integrator_fkey FOREIGN KEY (integrator_id) REFERENCES integrators (id)
);

CREATE UNIQUE INDEX channels_name_key ON channels (call_center_id, lower(name));
CREATE INDEX channels_by_call_center ON channels (call_center_id, id);
