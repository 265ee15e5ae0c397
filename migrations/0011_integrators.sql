-- A template plugged in for one call center.
CREATE TABLE integrators (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    template_id uuid NOT NULL,
    host text NOT NULL,
    description text NOT NULL,
    enabled boolean NOT NULL,
    info json,
    iframe json,
    configuration_version_id uuid NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT integrators_pkey PRIMARY KEY (id),
    CONSTRAINT integrators_template_call_center_key UNIQUE (template_id, call_center_id),
    CONSTRAINT integrators_host_key UNIQUE (id, host), -- what secrets refer to, see integrator_fields
    CONSTRAINT integrators_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT integrators_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE CASCADE
);

CREATE INDEX integrators_by_call_center ON integrators (call_center_id, id);
