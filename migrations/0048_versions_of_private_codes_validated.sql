-- Apart from the migration that added it: reading the whole table must not happen under the lock that adding takes.
ALTER TABLE configuration_versions VALIDATE CONSTRAINT configuration_versions_object_check;
