-- no-transaction: the list of the conversations of one messaging channel; calls have none and are not in it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS conversations_by_messaging_channel
    ON conversations (call_center_id, messaging_channel, id) WHERE messaging_channel IS NOT NULL;
