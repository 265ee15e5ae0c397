-- The token of an SMS channel's inbound webhook is made by us and changed over: beside the new one the one before it counts
-- for a day.
ALTER TABLE channels
    ADD COLUMN inbound_secret_made_at timestamptz,
    ADD COLUMN previous_inbound_secret_hash bytea,
    ADD COLUMN previous_inbound_secret_ends_at timestamptz,
    ADD CONSTRAINT channels_previous_inbound_secret_hash_check CHECK (octet_length(previous_inbound_secret_hash) = 32) NOT VALID,
    ADD CONSTRAINT channels_previous_inbound_secret_check
        CHECK ((previous_inbound_secret_hash IS NULL) = (previous_inbound_secret_ends_at IS NULL)) NOT VALID;
