-- What a template needs from each tenant, in the order of the form.
CREATE TABLE template_parameters (
    template_id uuid NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    location text NOT NULL,
    required boolean NOT NULL,
    secret boolean NOT NULL,
    description text NOT NULL,
    default_value text,
    CONSTRAINT template_parameters_pkey PRIMARY KEY (template_id, position),
    CONSTRAINT template_parameters_name_key UNIQUE (template_id, name),
    CONSTRAINT template_parameters_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE CASCADE,
    CONSTRAINT template_parameters_location_check CHECK (location IN ('header', 'body', 'query', 'path', 'md5')),
    -- Defaults are shown to everybody who sees the template.
    CONSTRAINT template_parameters_default_check CHECK (NOT secret OR default_value IS NULL)
);

-- The parameters as the API writes them. Every read of a template needs them: one sub-select with one spelling.
CREATE FUNCTION template_parameters_json(template uuid) RETURNS json
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT COALESCE(
            json_agg(
                json_build_object(
                    'name', name, 'location', location, 'required', required, 'secret', secret,
                    'description', description, 'default', default_value
                ) ORDER BY position
            ),
            '[]'
        )
        FROM template_parameters
        WHERE template_id = template
    );
