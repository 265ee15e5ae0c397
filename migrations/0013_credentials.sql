-- Authentication ids and secrets of an integrator, always sealed.
CREATE TABLE credentials (
    integrator_id uuid NOT NULL,
    credential_id text NOT NULL,
    sealed bytea NOT NULL,
    host text NOT NULL, -- the host that the secret was entered for
    updated_at timestamptz NOT NULL,
    CONSTRAINT credentials_pkey PRIMARY KEY (integrator_id, credential_id),
    -- A secret stays with its host: the integrator can't be pointed elsewhere while it keeps one.
    CONSTRAINT credentials_host_fkey
        FOREIGN KEY (integrator_id, host) REFERENCES integrators (id, host) ON DELETE CASCADE
);

-- The credentials of an integrator without their secrets.
CREATE FUNCTION credentials_json(integrator uuid) RETURNS json
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT COALESCE(
            json_agg(
                json_build_object('id', credential_id, 'secret', json_build_object('set', true, 'updatedAt', updated_at))
                ORDER BY credential_id
            ),
            '[]'
        )
        FROM credentials
        WHERE integrator_id = integrator
    );
