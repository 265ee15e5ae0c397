-- Templates. One without a call center is published, one with a call center is private to it.

-- Ranges of names: `[a,a]` is one name, `[cc-1,cc-1]` one call center, `(,)` all of them.
CREATE TYPE text_range AS RANGE (subtype = text, collation = "C");

CREATE TABLE templates (
    id uuid NOT NULL,
    name text NOT NULL,
    label text NOT NULL,
    type text NOT NULL,
    description text NOT NULL,
    info_enabled boolean NOT NULL,
    iframe_enabled boolean NOT NULL,
    call_center_id text,
    configuration_version_id uuid NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT templates_pkey PRIMARY KEY (id),
    CONSTRAINT templates_call_center_fkey
        FOREIGN KEY (call_center_id) REFERENCES call_centers (id) ON DELETE CASCADE,
    CONSTRAINT templates_type_check CHECK (type IN ('crm', 'sms')),
    -- Two templates of one name must not be seen by the same call center: a published one is seen by all, a private one
    -- by its own. "Same name and overlapping audience" says so in one constraint that also holds under concurrency;
    -- two partial unique indexes could not compare a private name with a published one, a trigger would see no
    -- uncommitted rows.
    CONSTRAINT templates_name_key EXCLUDE USING gist (
        text_range(name, name, '[]') WITH &&,
        (CASE WHEN call_center_id IS NULL THEN text_range(NULL, NULL)
              ELSE text_range(call_center_id, call_center_id, '[]') END) WITH &&
    )
);

CREATE INDEX templates_by_name ON templates (name);
CREATE INDEX templates_by_call_center ON templates (call_center_id) WHERE call_center_id IS NOT NULL;
-- The order of the list; "C" makes it the same on every server, whatever its locale.
CREATE INDEX templates_in_order ON templates ((lower(name) COLLATE "C"), id);
