-- What stands behind something else and is changed there: one place to ask, however many kinds of such things there are.
CREATE VIEW hidden_parts AS
    SELECT call_center_id, template_id, integrator_id, 'eventIntegration' AS part_of FROM event_integrations
    UNION ALL
    SELECT call_center_id, template_id, integrator_id, 'adapter' FROM adapters
    UNION ALL
    SELECT call_center_id, template_id, integrator_id, 'channel' FROM channels WHERE template_id IS NOT NULL;
