-- no-transaction: the chats that an adapter hosts, which it may not be deleted before.
CREATE INDEX CONCURRENTLY IF NOT EXISTS chat_sessions_live_by_host
    ON chat_sessions (call_center_id, adapter_id) WHERE ended_at IS NULL;
