-- Portal sessions. The cookie's id is kept as a hash: who reads this table can't sign in with it.
CREATE TABLE sessions (
    id_hash bytea NOT NULL,
    user_id uuid,
    data bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id_hash),
    CONSTRAINT sessions_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT sessions_id_hash_check CHECK (octet_length(id_hash) = 32)
);

CREATE INDEX sessions_by_user ON sessions (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
