-- Grain state: one row per grain and state name. graintypestring holds the state name; the key is in grainidn0/grainidn1 where
-- it reads as a Guid or a hexadecimal integer, else (with both zero) as text in grainidextensionstring.
CREATE TABLE OrleansStorage
(
    grainidhash            integer      NOT NULL,
    grainidn0              bigint       NOT NULL,
    grainidn1              bigint       NOT NULL,
    graintypehash          integer      NOT NULL,
    graintypestring        varchar(512) NOT NULL,
    grainidextensionstring varchar(512),
    serviceid              varchar(150) NOT NULL,
    payloadbinary          bytea,
    modifiedon             timestamp    NOT NULL, -- UTC; the providers never read it, people do
    version                integer      NOT NULL,

    -- Without it two simultaneous first writes leave two rows, and the grain can never be read again.
    -- The extension is NULL for Guid and integer keys, so NULLs must count as equal (PostgreSQL 15).
    CONSTRAINT orleansstorage_key UNIQUE NULLS NOT DISTINCT
        (serviceid, graintypestring, grainidn0, grainidn1, grainidextensionstring)
)
-- No index covers a column that a write changes: free room on the page lets every update stay there (HOT), without index work.
WITH (fillfactor = 80);

-- Every statement compares the hashes first: this lookup is narrow, and holds with generic plans and NULL extensions alike.
CREATE INDEX orleansstorage_hash ON OrleansStorage (grainidhash, graintypehash);

-- Compare-and-set. Answers the new version; the expected version again (or NULL for a first write) means: somebody else wrote.
CREATE FUNCTION writetostorage(
    id_hash integer, id_n0 bigint, id_n1 bigint, type_hash integer, type_string varchar, id_extension varchar,
    service varchar, expected_version integer, payload bytea)
RETURNS TABLE (newgrainstateversion integer)
LANGUAGE plpgsql AS $$
BEGIN
    IF expected_version IS NULL THEN
        -- The loser of two first writes waits for the winner's commit here and then gets NULL, not error 23505.
        INSERT INTO OrleansStorage AS s
        VALUES (id_hash, id_n0, id_n1, type_hash, type_string, id_extension, service, payload, now() AT TIME ZONE 'utc', 1)
        ON CONFLICT ON CONSTRAINT orleansstorage_key DO NOTHING
        RETURNING s.version INTO newgrainstateversion;
    ELSE
        UPDATE OrleansStorage AS s
        SET payloadbinary = payload, modifiedon = now() AT TIME ZONE 'utc', version = s.version + 1
        WHERE s.grainidhash = id_hash AND s.graintypehash = type_hash
            AND s.grainidn0 = id_n0 AND s.grainidn1 = id_n1 AND s.grainidextensionstring IS NOT DISTINCT FROM id_extension
            AND s.graintypestring = type_string AND s.serviceid = service
            AND s.version = expected_version
        RETURNING s.version INTO newgrainstateversion;
        newgrainstateversion := coalesce(newgrainstateversion, expected_version);
    END IF;
    RETURN NEXT;
END $$;

INSERT INTO OrleansQuery (querykey, querytext) VALUES
('WriteToStorageKey', $$
SELECT newgrainstateversion AS NewGrainStateVersion
FROM writetostorage(@GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString,
    @ServiceId, @GrainStateVersion, @PayloadBinary)
$$),
('ReadFromStorageKey', $$
SELECT payloadbinary AS PayloadBinary, modifiedon AS ModifiedOn, version AS Version
FROM OrleansStorage
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash
    AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1 AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
    AND graintypestring = @GrainTypeString AND serviceid = @ServiceId
$$),
-- Clearing keeps the row and counts on, so that a stale activation cannot write over the cleared state.
('ClearStorageKey', $$
UPDATE OrleansStorage
SET payloadbinary = NULL, modifiedon = now() AT TIME ZONE 'utc', version = version + 1
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash
    AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1 AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
    AND graintypestring = @GrainTypeString AND serviceid = @ServiceId
    AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion
$$),
('DeleteStorageKey', $$
DELETE FROM OrleansStorage
WHERE grainidhash = @GrainIdHash AND graintypehash = @GrainTypeHash
    AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1 AND grainidextensionstring IS NOT DISTINCT FROM @GrainIdExtensionString
    AND graintypestring = @GrainTypeString AND serviceid = @ServiceId
    AND version = @GrainStateVersion
RETURNING version + 1 AS NewGrainStateVersion
$$);
