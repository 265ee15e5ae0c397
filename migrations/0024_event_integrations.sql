-- What was typed into the form of an event integration, beside the template, integrator and endpoint that run it.
CREATE TABLE event_integrations (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    template_id uuid NOT NULL,
    integrator_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    url text NOT NULL,
    configuration text NOT NULL, -- byte for byte, which no JSON column keeps
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT event_integrations_pkey PRIMARY KEY (id),
    CONSTRAINT event_integrations_template_key UNIQUE (template_id),
    CONSTRAINT event_integrations_integrator_key UNIQUE (integrator_id),
    CONSTRAINT event_integrations_endpoint_key UNIQUE (endpoint_id),
    CONSTRAINT event_integrations_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    -- No cascades: a part can't be taken out of it.
    CONSTRAINT event_integrations_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id),
    CONSTRAINT event_integrations_integrator_fkey FOREIGN KEY (integrator_id) REFERENCES integrators (id),
    CONSTRAINT event_integrations_endpoint_fkey FOREIGN KEY (endpoint_id) REFERENCES endpoints (id)
);

CREATE INDEX event_integrations_by_call_center ON event_integrations (call_center_id, id);
