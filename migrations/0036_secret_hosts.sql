-- An endpoint may name a host of its own: a secret goes to those that were named when it was entered, and to no later one.
ALTER TABLE integrator_fields ADD COLUMN hosts text[] NOT NULL DEFAULT '{}';
ALTER TABLE credentials ADD COLUMN hosts text[] NOT NULL DEFAULT '{}';

-- The hosts that the endpoints of a template name themselves, each as host[:port] in lower case.
CREATE FUNCTION template_hosts(template uuid) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT COALESCE(array_agg(DISTINCT host ORDER BY host), '{}')
        FROM (
            SELECT lower(substring(url FROM '^[A-Za-z]+://([^/?{}]+)')) AS host
            FROM endpoints
            WHERE template_id = template
        ) named
        WHERE host IS NOT NULL
    );
