-- Who changed what, when. Written once; no foreign keys, because it outlives what it tells of.
CREATE TABLE audit_entries (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    object_id text NOT NULL,
    object_name text NOT NULL,
    call_center_id text,
    changes json NOT NULL,
    request_id text,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (id),
    CONSTRAINT audit_entries_action_check CHECK (action IN (
        'created', 'updated', 'deleted', 'copied', 'imported', 'revoked', 'signedIn', 'signedOut',
        'passwordChanged', 'invited', 'restored'
    )),
    CONSTRAINT audit_entries_object_check CHECK (object IN (
        'callCenter', 'template', 'integrator', 'endpoint', 'user', 'key', 'session'
    ))
);

CREATE INDEX audit_entries_by_call_center ON audit_entries (call_center_id, id) WHERE call_center_id IS NOT NULL;
CREATE INDEX audit_entries_by_object ON audit_entries (object, object_id, id);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
