-- One row per run of an endpoint. Partitioned by the time that stands in a UUIDv7, so that the id alone is the key,
-- finds its partition, and whole months can be dropped. No DEFAULT partition: it would have to be scanned for every
-- new one. No foreign keys: the history outlives the configuration.

-- The smallest UUIDv7 of an instant.
CREATE FUNCTION uuid_at(at timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

CREATE TABLE executions (
    id uuid NOT NULL,
    call_center_id text NOT NULL,
    template_id uuid NOT NULL,
    template_name text NOT NULL,
    endpoint_id uuid NOT NULL,
    endpoint_name text NOT NULL,
    integrator_id uuid NOT NULL,
    cause text NOT NULL,
    conversation text,
    status text NOT NULL,
    error_code text,
    error_detail text,
    response_status smallint,
    attempt_count integer NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    duration_us bigint NOT NULL,
    configuration_version_id uuid,
    request_id text,
    effects json, -- null: none
    actor text,
    key_id uuid,
    CONSTRAINT executions_pkey PRIMARY KEY (id),
    CONSTRAINT executions_status_check
        CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'dead', 'unknown', 'skipped')),
    CONSTRAINT executions_cause_check CHECK (cause IN ('execute', 'test', 'trigger', 'replay'))
) PARTITION BY RANGE (id);

CREATE INDEX executions_by_call_center ON executions (call_center_id, id);
CREATE INDEX executions_by_template ON executions (call_center_id, template_name, id);
CREATE INDEX executions_by_endpoint ON executions (call_center_id, endpoint_name, id);
-- The call center after the conversation: it serves one tenant and the portal alike.
CREATE INDEX executions_by_conversation ON executions (conversation, call_center_id, id) WHERE conversation IS NOT NULL;
-- Most executions succeed and are found by the indexes above; what people look for is the rest, so only the rest
-- pays for an index by status.
CREATE INDEX executions_by_status ON executions (status, id) WHERE status <> 'succeeded';
CREATE INDEX executions_by_call_center_status ON executions (call_center_id, status, id) WHERE status <> 'succeeded';
