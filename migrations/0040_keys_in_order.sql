-- no-transaction: the list of keys by name, across all call centers, on a table that is in use.
CREATE INDEX CONCURRENTLY IF NOT EXISTS keys_in_order ON keys ((lower(name) COLLATE "C"), id);
