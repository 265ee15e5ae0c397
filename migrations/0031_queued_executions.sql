-- The durable queue: what has to run, and what is needed to run it. Small and hot: a row is deleted when it has ended,
-- its history stands in executions.
CREATE TABLE queued_executions (
    execution_id uuid NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY, -- first in, first out; clocks of several servers would not agree
    call_center_id text NOT NULL,
    template_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    integrator_id uuid NOT NULL,
    cause text NOT NULL,
    conversation_id text,
    priority smallint NOT NULL, -- smallest first, within one integrator
    order_key text, -- of one key one runs at a time, in the order of position
    state text NOT NULL,
    run_at timestamptz NOT NULL,
    attempt_count integer NOT NULL,
    lease_owner uuid,
    leased_until timestamptz,
    sending_since timestamptz, -- set before the first byte of what must not be sent twice
    input json NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT queued_executions_pkey PRIMARY KEY (execution_id),
    CONSTRAINT queued_executions_cause_check CHECK (cause IN ('execute', 'trigger', 'replay')),
    -- ready: can be claimed. waiting: for its run_at. blocked: behind another one of its order key. leased: runs.
    CONSTRAINT queued_executions_state_check CHECK (state IN ('ready', 'waiting', 'blocked', 'leased')),
    CONSTRAINT queued_executions_lease_check CHECK (
        (state = 'leased') = (lease_owner IS NOT NULL) AND (lease_owner IS NULL) = (leased_until IS NULL)
    )
) WITH (
    fillfactor = 50,
    -- Dead rows are what slows a queue down: vacuumed by number and at once, not by a share of the table.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000
);

-- The states stand in predicates, so that a claim never meets a row that it can't have.
CREATE INDEX queued_executions_ready ON queued_executions (call_center_id, integrator_id, priority, position)
    WHERE state = 'ready';
CREATE INDEX queued_executions_waiting ON queued_executions (run_at) WHERE state = 'waiting';
CREATE INDEX queued_executions_leased ON queued_executions (leased_until) WHERE state = 'leased';
CREATE INDEX queued_executions_in_order ON queued_executions (call_center_id, order_key, position)
    WHERE order_key IS NOT NULL;
