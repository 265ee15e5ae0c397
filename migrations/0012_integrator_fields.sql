-- An integrator's values for the template's parameters: plain ones as text, secret ones sealed.
CREATE TABLE integrator_fields (
    integrator_id uuid NOT NULL,
    name text NOT NULL,
    value text,
    sealed bytea,
    host text, -- the host that a secret was entered for
    updated_at timestamptz NOT NULL,
    CONSTRAINT integrator_fields_pkey PRIMARY KEY (integrator_id, name),
    CONSTRAINT integrator_fields_integrator_fkey
        FOREIGN KEY (integrator_id) REFERENCES integrators (id) ON DELETE CASCADE,
    -- A secret stays with its host: the integrator can't be pointed elsewhere while it keeps one.
    CONSTRAINT integrator_fields_host_fkey
        FOREIGN KEY (integrator_id, host) REFERENCES integrators (id, host) ON DELETE CASCADE,
    CONSTRAINT integrator_fields_value_check CHECK ((value IS NULL) <> (sealed IS NULL)),
    CONSTRAINT integrator_fields_host_check CHECK ((sealed IS NULL) = (host IS NULL))
);

-- One entry per parameter of the template, with its value unless that is secret: the parameter became secret after the
-- value was entered, or the value was sealed when it was.
CREATE FUNCTION integrator_fields_json(integrator uuid, template uuid) RETURNS json
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT COALESCE(
            json_agg(json_build_object(
                'name', p.name, 'secret', p.secret OR f.sealed IS NOT NULL,
                'value', CASE WHEN NOT p.secret THEN f.value END, 'updatedAt', f.updated_at
            )),
            '[]'
        )
        FROM template_parameters p
        LEFT JOIN integrator_fields f ON f.integrator_id = integrator AND f.name = p.name
        WHERE p.template_id = template
    );
