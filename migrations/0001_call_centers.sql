-- The tenant: everything that is not the portal's own belongs to one.
CREATE TABLE call_centers (
    id text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT call_centers_pkey PRIMARY KEY (id),
    CONSTRAINT call_centers_id_check CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$')
);

-- The order of the list; "C" makes it the same on every server, whatever its locale.
CREATE INDEX call_centers_by_name ON call_centers ((lower(name) COLLATE "C"), id);
