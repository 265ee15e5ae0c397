-- Executions per hour and status: the figures in lists and menus, without counting executions.
CREATE TABLE execution_hours (
    template_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    call_center_id text NOT NULL,
    status text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT execution_hours_pkey PRIMARY KEY (template_id, hour, call_center_id, status)
) WITH (fillfactor = 70); -- the current hour's rows are updated all the time: room on the page keeps updates off the indexes

CREATE INDEX execution_hours_by_call_center ON execution_hours (call_center_id, template_id, hour);
