-- The pages that may hold the callbox of a call center in an iframe; those that there are have named none, so the check needs to read no row.
ALTER TABLE call_centers ADD COLUMN callbox_origins text[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT call_centers_callbox_origins_check CHECK (cardinality(callbox_origins) <= 20) NOT VALID;
