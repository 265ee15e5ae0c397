-- Apart from the migration that added them: reading the whole table must not happen under the lock that adding takes.
ALTER TABLE audit_entries VALIDATE CONSTRAINT audit_entries_object_check;
ALTER TABLE audit_entries VALIDATE CONSTRAINT audit_entries_action_check;
