-- What is expected of every reminder. A silo's reminder service was seen never to tick a row again after rolling restarts, and a row
-- that is lost is nobody's: both show here as work that was due and is not done, and the watchdog wakes it.

CREATE TABLE reminder_watch (
    grain_id       text NOT NULL,
    reminder_name  text NOT NULL,
    period_ms      bigint NOT NULL CHECK (period_ms > 0),
    due_at         timestamptz NOT NULL,
    ticked_at      timestamptz,
    woken_at       timestamptz,
    wakes          bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (grain_id, reminder_name)
);
COMMENT ON TABLE reminder_watch IS 'What is expected of every reminder: its period, its first due time, when its work was done last, and when and how often the watchdog had to wake it.';
