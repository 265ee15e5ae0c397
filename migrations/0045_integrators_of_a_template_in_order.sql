-- no-transaction: the list of a template's integrators by call center, which "C" puts in the same order on every server.
CREATE INDEX CONCURRENTLY IF NOT EXISTS integrators_by_template_in_order ON integrators (template_id, (call_center_id COLLATE "C"), id);
