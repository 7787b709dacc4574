-- Every configuration that was applied, by the hash that decisions name. What changed from one to the next is in the stream 'configuration' of
-- the audit log.

CREATE TABLE configuration_versions (
    hash         text COLLATE "C" PRIMARY KEY,
    content      text NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE configuration_versions IS 'Configurations as they were read, as JSON; hash is SHA-256 of the three files.';
INSERT INTO append_only_tables VALUES ('configuration_versions');
