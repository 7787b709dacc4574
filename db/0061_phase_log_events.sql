-- An event of a phase is in the log once: its id is unique here, and its entry in audit_log is written in the transaction that takes the id.

-- Versions before wrote the entry first and the row after it: what was cut off in between has its row now. The id is the one that the entry
-- holds; an entry without one gets an id of its place, the same whenever it is derived. A payload with an escaped NUL is no jsonb.
INSERT INTO phase_activation_log (activation_id, phase_id, action, at, by, notes, evidence)
SELECT DISTINCT ON (entry.event_id)
    entry.event_id, substr(entry.stream, length('phase/') + 1), entry.kind, entry.at, entry.actor, entry.content ->> 'notes',
    CASE jsonb_typeof(entry.content -> 'evidence') WHEN 'object' THEN entry.content -> 'evidence' ELSE '{}' END
FROM (
    SELECT
        stream, sequence, kind, at, actor,
        coalesce(substring(payload FROM '"eventId":"([0-9a-fA-F-]{36})"'), md5(stream || ':' || sequence))::uuid AS event_id,
        CASE WHEN position('\u0000' IN payload) = 0 THEN payload::jsonb END AS content
    FROM audit_log WHERE stream LIKE 'phase/%') AS entry
WHERE NOT EXISTS (SELECT FROM phase_activation_log AS known WHERE known.activation_id = entry.event_id)
ORDER BY entry.event_id, entry.sequence;

CREATE UNIQUE INDEX phase_activation_log_event ON phase_activation_log (activation_id);
COMMENT ON COLUMN phase_activation_log.activation_id IS 'Id of the event; an activation has that of its operation.';
COMMENT ON TABLE phase_activation_log IS 'Every event of a phase with the readiness behind it. Rows are only added.';

INSERT INTO append_only_tables VALUES ('phase_activation_log'), ('phase_evidence');
