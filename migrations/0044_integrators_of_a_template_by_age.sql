-- no-transaction: the list of a template's integrators by time (ids are by time), on a table that is in use.
CREATE INDEX CONCURRENTLY IF NOT EXISTS integrators_by_template_by_age ON integrators (template_id, id);
