-- no-transaction: the list of a call center's users by time (ids are by time), on a table that is in use.
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_by_call_center_by_age ON users (call_center_id, id) WHERE call_center_id IS NOT NULL;
