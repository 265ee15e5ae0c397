-- Files that visitors sent: what they are. Their bytes lie in the data folder, under the random name. No foreign key:
-- history, as chats are.
CREATE TABLE visitor_files (
    name text NOT NULL, -- random, and all that one has to know to read it
    call_center_id text NOT NULL,
    channel_id uuid NOT NULL,
    message_key text NOT NULL, -- the visitor's message: sent again it is the same file
    file_name text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT visitor_files_pkey PRIMARY KEY (name),
    CONSTRAINT visitor_files_message_key UNIQUE (channel_id, message_key)
);

CREATE INDEX visitor_files_by_age ON visitor_files (created_at);
