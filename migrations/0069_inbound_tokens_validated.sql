-- Apart from the migration that added them: reading the whole table must not happen under the lock that adding takes.
ALTER TABLE channels VALIDATE CONSTRAINT channels_previous_inbound_secret_hash_check;
ALTER TABLE channels VALIDATE CONSTRAINT channels_previous_inbound_secret_check;
