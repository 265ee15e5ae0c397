-- Private code is rolled back like templates and endpoints: its versions stand beside theirs.
ALTER TABLE configuration_versions DROP CONSTRAINT configuration_versions_object_check,
    ADD CONSTRAINT configuration_versions_object_check
        CHECK (object IN ('template', 'endpoint', 'integrator', 'privateCode')) NOT VALID;
