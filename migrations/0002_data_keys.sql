-- Secrets of a call center are sealed with a key of its own, so that one leaked key opens one tenant.
CREATE TABLE data_keys (
    call_center_id text NOT NULL,
    wrapped bytea NOT NULL,
    master_key_id text NOT NULL, -- tells the rotation which rows are still wrapped with an old master key
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT data_keys_pkey PRIMARY KEY (call_center_id),
    CONSTRAINT data_keys_call_center_fkey FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE
);
