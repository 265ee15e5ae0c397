-- Failed sign-ins per account and per address: guessing gets slower in every process at once.
CREATE TABLE sign_in_throttles (
    scope text NOT NULL,
    subject text NOT NULL,
    failures integer NOT NULL,
    window_started_at timestamptz NOT NULL,
    last_failed_at timestamptz NOT NULL,
    CONSTRAINT sign_in_throttles_pkey PRIMARY KEY (scope, subject),
    CONSTRAINT sign_in_throttles_scope_check CHECK (scope IN ('account', 'address'))
);

CREATE INDEX sign_in_throttles_by_age ON sign_in_throttles (last_failed_at);
