-- no-transaction: the list of call centers by time; their ids are chosen by people and tell no time.
CREATE INDEX CONCURRENTLY IF NOT EXISTS call_centers_by_age ON call_centers (created_at, id);
