-- Apart from the migration that added it: reading the whole table must not happen under the lock that adding takes.
ALTER TABLE audit_entries VALIDATE CONSTRAINT audit_entries_object_check;
