-- Secrets that are stored already go on to where they go today: an upgrade must not stop a running integration.
UPDATE integrator_fields f
SET hosts = template_hosts(i.template_id)
FROM integrators i
WHERE i.id = f.integrator_id AND f.sealed IS NOT NULL AND template_hosts(i.template_id) <> '{}';

UPDATE credentials c
SET hosts = template_hosts(i.template_id)
FROM integrators i
WHERE i.id = c.integrator_id AND template_hosts(i.template_id) <> '{}';
