-- One-time links: a password for a user, or, without a user, the set-up of the first administrator.
CREATE TABLE invitations (
    token_hash bytea NOT NULL,
    user_id uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT invitations_pkey PRIMARY KEY (token_hash),
    CONSTRAINT invitations_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT invitations_token_hash_check CHECK (octet_length(token_hash) = 32)
);

CREATE INDEX invitations_by_user ON invitations (user_id);
CREATE INDEX invitations_by_expiry ON invitations (expires_at);
