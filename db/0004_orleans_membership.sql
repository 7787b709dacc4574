-- Cluster membership. deploymentid is the cluster id. Every change but the I-am-alive time names the table version it was
-- decided on and raises it by one, so that silos agree on one order of changes.
CREATE TABLE OrleansMembershipVersionTable
(
    deploymentid varchar(150)   NOT NULL,
    timestamp    timestamptz(3) NOT NULL DEFAULT now(),
    version      integer        NOT NULL DEFAULT 0,

    CONSTRAINT orleansmembershipversiontable_key PRIMARY KEY (deploymentid)
);

CREATE TABLE OrleansMembershipTable
(
    deploymentid varchar(150)   NOT NULL,
    address      varchar(45)    NOT NULL,
    port         integer        NOT NULL,
    generation   integer        NOT NULL,
    siloname     varchar(150)   NOT NULL,
    hostname     varchar(150)   NOT NULL,
    status       integer        NOT NULL, -- 1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead
    proxyport    integer,                 -- gateway port; 0 or NULL: no gateway
    suspecttimes varchar(8000),
    starttime    timestamptz(3) NOT NULL,
    iamalivetime timestamptz(3) NOT NULL,

    CONSTRAINT orleansmembershiptable_key PRIMARY KEY (deploymentid, address, port, generation),
    CONSTRAINT orleansmembershiptable_version FOREIGN KEY (deploymentid) REFERENCES OrleansMembershipVersionTable (deploymentid)
);

-- The version row is the lock: a second writer waits for it and then no longer finds the version that it named.
-- One statement changes version and row together or neither, so a conflict (answer 0) needs no rollback.
CREATE FUNCTION insert_membership(
    cluster varchar, silo_address varchar, silo_port integer, silo_generation integer, silo_name varchar, host_name varchar,
    silo_status integer, gateway_port integer, started timestamptz, alive timestamptz, expected_version integer)
RETURNS TABLE (row_count integer)
LANGUAGE sql AS $$
    WITH raised AS (
        UPDATE OrleansMembershipVersionTable AS v
        SET timestamp = now(), version = v.version + 1
        WHERE v.deploymentid = cluster AND v.version = expected_version
            AND NOT EXISTS (
                SELECT FROM OrleansMembershipTable AS m
                WHERE m.deploymentid = cluster AND m.address = silo_address AND m.port = silo_port AND m.generation = silo_generation)
        RETURNING v.deploymentid),
    added AS (
        INSERT INTO OrleansMembershipTable
            (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
        SELECT deploymentid, silo_address, silo_port, silo_generation, silo_name, host_name, silo_status, gateway_port, started, alive
        FROM raised
        RETURNING 1)
    SELECT count(*)::integer FROM added
$$;

CREATE FUNCTION update_membership(
    cluster varchar, silo_address varchar, silo_port integer, silo_generation integer,
    silo_status integer, suspects varchar, alive timestamptz, expected_version integer)
RETURNS TABLE (row_count integer)
LANGUAGE sql AS $$
    -- Locked first: the cleanup must not delete it once the version is raised.
    WITH target AS (
        SELECT m.deploymentid FROM OrleansMembershipTable AS m
        WHERE m.deploymentid = cluster AND m.address = silo_address AND m.port = silo_port AND m.generation = silo_generation
        FOR UPDATE),
    raised AS (
        UPDATE OrleansMembershipVersionTable AS v
        SET timestamp = now(), version = v.version + 1
        FROM target
        WHERE v.deploymentid = target.deploymentid AND v.version = expected_version
        RETURNING v.deploymentid),
    changed AS (
        UPDATE OrleansMembershipTable AS m
        SET status = silo_status, suspecttimes = suspects, iamalivetime = alive
        FROM raised
        WHERE m.deploymentid = raised.deploymentid
            AND m.address = silo_address AND m.port = silo_port AND m.generation = silo_generation
        RETURNING 1)
    SELECT count(*)::integer FROM changed
$$;

INSERT INTO OrleansQuery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $$
WITH added AS (
    INSERT INTO OrleansMembershipVersionTable (deploymentid) VALUES (@DeploymentId)
    ON CONFLICT (deploymentid) DO NOTHING
    RETURNING 1)
SELECT count(*)::integer AS row_count FROM added
$$),
('InsertMembershipKey', $$
SELECT row_count FROM insert_membership(@DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName,
    @Status, @ProxyPort, @StartTime, @IAmAliveTime, @Version)
$$),
('UpdateMembershipKey', $$
SELECT row_count FROM update_membership(@DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime, @Version)
$$),
-- Unconditional: a heartbeat must not compete for the table version.
('UpdateIAmAlivetimeKey', $$
UPDATE OrleansMembershipTable
SET iamalivetime = @IAmAliveTime
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
-- The version is answered even where no silo matches, hence the outer join.
('MembershipReadRowKey', $$
SELECT v.deploymentid AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.siloname AS SiloName,
    m.hostname AS HostName, m.status AS Status, m.proxyport AS ProxyPort, m.suspecttimes AS SuspectTimes,
    m.starttime AS StartTime, m.iamalivetime AS IAmAliveTime, v.version AS Version
FROM OrleansMembershipVersionTable AS v
LEFT JOIN OrleansMembershipTable AS m
    ON m.deploymentid = v.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deploymentid = @DeploymentId
$$),
('MembershipReadAllKey', $$
SELECT v.deploymentid AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.siloname AS SiloName,
    m.hostname AS HostName, m.status AS Status, m.proxyport AS ProxyPort, m.suspecttimes AS SuspectTimes,
    m.starttime AS StartTime, m.iamalivetime AS IAmAliveTime, v.version AS Version
FROM OrleansMembershipVersionTable AS v
LEFT JOIN OrleansMembershipTable AS m ON m.deploymentid = v.deploymentid
WHERE v.deploymentid = @DeploymentId
$$),
('GatewaysQueryKey', $$
SELECT address AS Address, proxyport AS ProxyPort, generation AS Generation
FROM OrleansMembershipTable
WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0
$$),
-- Silos that stopped beating and are not active (3): what the hourly cleanup removes.
('CleanupDefunctSiloEntriesKey', $$
DELETE FROM OrleansMembershipTable
WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3
$$),
('DeleteMembershipTableEntriesKey', $$
DELETE FROM OrleansMembershipTable WHERE deploymentid = @DeploymentId;
DELETE FROM OrleansMembershipVersionTable WHERE deploymentid = @DeploymentId
$$);
