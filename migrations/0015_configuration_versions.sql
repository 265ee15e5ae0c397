-- What each save made of a template, endpoint or integrator, without secrets. No foreign keys: executions refer to it
-- after the object is gone.
CREATE TABLE configuration_versions (
    id uuid NOT NULL,
    object text NOT NULL,
    object_id uuid NOT NULL,
    call_center_id text,
    version bigint NOT NULL,
    snapshot json NOT NULL,
    actor text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT configuration_versions_pkey PRIMARY KEY (id),
    CONSTRAINT configuration_versions_version_key UNIQUE (object_id, version),
    CONSTRAINT configuration_versions_object_check CHECK (object IN ('template', 'endpoint', 'integrator'))
);
