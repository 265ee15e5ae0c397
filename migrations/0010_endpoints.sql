-- Endpoints belong to the template: two integrators share the definition and call different hosts.
CREATE TABLE endpoints (
    id uuid NOT NULL,
    template_id uuid NOT NULL,
    name text NOT NULL,
    label text NOT NULL,
    type text NOT NULL,
    method text NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    triggers jsonb NOT NULL,
    response_type text,
    expiry_path text,
    expired jsonb,
    is_default boolean NOT NULL,
    body_format text NOT NULL,
    auth_endpoint_id uuid, -- by id, so that a renamed auth endpoint is still the same one
    timeout_seconds integer NOT NULL,
    enabled boolean NOT NULL,
    hard_params jsonb NOT NULL,
    parameters jsonb NOT NULL,
    request json, -- json, not jsonb: the order of members is part of what people typed and of what is sent
    response json,
    configuration_version_id uuid NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT endpoints_pkey PRIMARY KEY (id),
    CONSTRAINT endpoints_name_key UNIQUE (template_id, name),
    CONSTRAINT endpoints_template_id_key UNIQUE (template_id, id),
    CONSTRAINT endpoints_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE CASCADE,
    -- Both columns: the auth endpoint of another template would sign in with other fields.
    CONSTRAINT endpoints_auth_endpoint_fkey
        FOREIGN KEY (template_id, auth_endpoint_id) REFERENCES endpoints (template_id, id),
    CONSTRAINT endpoints_type_check CHECK (type IN ('auth', 'getData', 'postData', 'sendSms')),
    CONSTRAINT endpoints_method_check CHECK (method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')),
    CONSTRAINT endpoints_body_format_check CHECK (body_format IN ('json', 'form', 'multipart', 'text', 'xml')),
    CONSTRAINT endpoints_timeout_check CHECK (timeout_seconds BETWEEN 1 AND 60),
    CONSTRAINT endpoints_default_check CHECK (NOT is_default OR type = 'auth'),
    CONSTRAINT endpoints_auth_endpoint_check CHECK (auth_endpoint_id IS NULL OR type <> 'auth')
);

CREATE UNIQUE INDEX endpoints_default_key ON endpoints (template_id) WHERE is_default;
CREATE INDEX endpoints_by_auth_endpoint ON endpoints (auth_endpoint_id) WHERE auth_endpoint_id IS NOT NULL;
CREATE INDEX endpoints_in_order ON endpoints (template_id, (lower(name) COLLATE "C"), id);
