-- no-transaction: the list of a call center's keys by name, on a table that is in use.
CREATE INDEX CONCURRENTLY IF NOT EXISTS keys_by_call_center_in_order ON keys (call_center_id, (lower(name) COLLATE "C"), id)
    WHERE call_center_id IS NOT NULL;
