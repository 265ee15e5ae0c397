-- Queues, event integrations, and executions that a person replays belong into the audit trail too.
ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_object_check,
    ADD CONSTRAINT audit_entries_object_check CHECK (object IN (
        'callCenter', 'template', 'integrator', 'endpoint', 'user', 'key', 'session', 'queue', 'eventIntegration', 'execution'
    )) NOT VALID;

ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_action_check,
    ADD CONSTRAINT audit_entries_action_check CHECK (action IN (
        'created', 'updated', 'deleted', 'copied', 'imported', 'revoked', 'signedIn', 'signedOut', 'passwordChanged',
        'invited', 'restored', 'replayed', 'disabled'
    )) NOT VALID;
