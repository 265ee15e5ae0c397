-- People who sign in to the portal. The state is derived: disabled_at, else no password yet, else active.
CREATE TABLE users (
    id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    call_center_id text,
    password_hash text,
    disabled_at timestamptz,
    last_signed_in_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_call_center_fkey FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT users_role_check
        CHECK (role IN ('portalAdministrator', 'portalViewer', 'tenantAdministrator', 'tenantViewer')),
    -- A tenant's role without a call center would reach all of them.
    CONSTRAINT users_reach_check
        CHECK ((role IN ('tenantAdministrator', 'tenantViewer')) = (call_center_id IS NOT NULL))
);

-- Sign-in, uniqueness and the order of the list in one index.
CREATE UNIQUE INDEX users_email_key ON users ((lower(email) COLLATE "C"));
CREATE INDEX users_by_call_center ON users (call_center_id, (lower(email) COLLATE "C")) WHERE call_center_id IS NOT NULL;
