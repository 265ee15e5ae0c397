-- The browser modules that a private template brings along. A row of its own: a template is read at every save and for
-- every list, its code only by the callbox and the editor.
CREATE TABLE private_codes (
    template_id uuid NOT NULL,
    id uuid NOT NULL, -- what its versions are kept under: the template's own count for themselves
    function_module text NOT NULL,
    show_info_module text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT private_codes_pkey PRIMARY KEY (template_id),
    CONSTRAINT private_codes_id_key UNIQUE (id),
    CONSTRAINT private_codes_template_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE CASCADE,
    CONSTRAINT private_codes_size_check
        CHECK (octet_length(function_module) <= 65536 AND octet_length(show_info_module) <= 65536)
);
