-- Adapters, channels and chats belong into the audit trail too.
ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_object_check,
    ADD CONSTRAINT audit_entries_object_check CHECK (object IN (
        'callCenter', 'template', 'integrator', 'endpoint', 'user', 'key', 'session', 'queue', 'eventIntegration', 'execution',
        'adapter', 'adapterToken', 'channel', 'chat'
    )) NOT VALID;
