-- Reminders: ticks fall on starttime + n * period. Columns and names are the reminder provider's contract.
CREATE TABLE OrleansRemindersTable
(
    serviceid    varchar(150)   NOT NULL,
    grainid      varchar(150)   NOT NULL, -- 'type/key', readable, unlike the key columns of grain state
    remindername varchar(150)   NOT NULL,
    starttime    timestamptz(3) NOT NULL,
    period       bigint         NOT NULL, -- milliseconds
    grainhash    integer        NOT NULL, -- unsigned 32-bit hash of the grain id, stored as signed
    version      integer        NOT NULL, -- the ETag

    CONSTRAINT orleansreminderstable_key PRIMARY KEY (serviceid, grainid, remindername)
);

-- A silo reads the reminders of its hash ranges every few minutes; without the index each range scans the whole table.
CREATE INDEX orleansreminderstable_hash ON OrleansRemindersTable (serviceid, grainhash);

INSERT INTO OrleansQuery (querykey, querytext) VALUES
-- Unconditional on purpose: the provider sends no version, the last registration wins.
('UpsertReminderRowKey', $$
INSERT INTO OrleansRemindersTable AS r (serviceid, grainid, remindername, starttime, period, grainhash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (serviceid, grainid, remindername) DO UPDATE
SET starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash, version = r.version + 1
RETURNING r.version AS Version
$$),
('ReadReminderRowsKey', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM OrleansRemindersTable
WHERE serviceid = @ServiceId AND grainid = @GrainId
$$),
('ReadReminderRowKey', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM OrleansRemindersTable
WHERE serviceid = @ServiceId AND grainid = @GrainId AND remindername = @ReminderName
$$),
-- Range 1 lies inside the signed numbers; range 2 wraps around their end, or is the whole ring.
('ReadRangeRows1Key', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM OrleansRemindersTable
WHERE serviceid = @ServiceId AND grainhash > @BeginHash AND grainhash <= @EndHash
$$),
('ReadRangeRows2Key', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM OrleansRemindersTable
WHERE serviceid = @ServiceId AND (grainhash > @BeginHash OR grainhash <= @EndHash)
$$),
('DeleteReminderRowKey', $$
WITH removed AS (
    DELETE FROM OrleansRemindersTable
    WHERE serviceid = @ServiceId AND grainid = @GrainId AND remindername = @ReminderName AND version = @Version
    RETURNING 1)
SELECT count(*)::integer AS row_count FROM removed
$$),
('DeleteReminderRowsKey', $$
DELETE FROM OrleansRemindersTable WHERE serviceid = @ServiceId
$$);
