-- What people are told: a durable outbox. A notice stands from when its cause is seen until it heals, or tells of something that happened
-- once. It is written with what it tells of, or derived again from what stands, so that neither a crash nor a dead channel loses one.

CREATE TABLE notices (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source            text COLLATE "C" NOT NULL,
    kind              text COLLATE "C" NOT NULL,
    subject           text COLLATE "C" NOT NULL,
    severity          smallint NOT NULL CHECK (severity BETWEEN 0 AND 2),
    text              text NOT NULL,
    event_id          text COLLATE "C" UNIQUE,
    since             timestamptz NOT NULL,
    last_at           timestamptz NOT NULL,
    count             bigint NOT NULL DEFAULT 1 CHECK (count > 0),
    acknowledged_at   timestamptz,
    acknowledged_by   text,
    acknowledgement   text,
    cleared_at        timestamptz,
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);
COMMENT ON TABLE notices IS 'What people are told. One row stands for each source, kind and subject, from when it is seen until it heals; what happened once has its event''s id and stands for nothing.';
COMMENT ON COLUMN notices.source IS 'Who tells it: what of a source is not told any more has healed.';
COMMENT ON COLUMN notices.severity IS '0 info, 1 warning, 2 critical.';
COMMENT ON COLUMN notices.count IS 'How often it came back before anybody was told that it had healed, counted from 1.';
CREATE UNIQUE INDEX notices_standing ON notices (source, kind, subject) WHERE cleared_at IS NULL AND event_id IS NULL;
CREATE INDEX notices_last_at ON notices (last_at);

CREATE TABLE notice_news (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id  bigint NOT NULL REFERENCES notices ON DELETE CASCADE,
    news       text NOT NULL CHECK (news IN ('raised', 'worsened', 'cleared', 'escalated')),
    severity   smallint NOT NULL CHECK (severity BETWEEN 0 AND 2),
    text       text NOT NULL,
    at         timestamptz NOT NULL,
    routed_at  timestamptz
);
COMMENT ON TABLE notice_news IS 'What is worth telling of a notice, in order: written with its change, and taken off the list only once its deliveries are written.';
CREATE INDEX notice_news_waiting ON notice_news (id) WHERE routed_at IS NULL;
CREATE INDEX notice_news_of ON notice_news (notice_id);

CREATE TABLE notice_deliveries (
    news_id       bigint NOT NULL REFERENCES notice_news ON DELETE CASCADE,
    channel       text COLLATE "C" NOT NULL,
    due_at        timestamptz NOT NULL,
    attempts      integer NOT NULL DEFAULT 0,
    last_error    text,
    delivered_at  timestamptz,
    PRIMARY KEY (news_id, channel)
);
COMMENT ON TABLE notice_deliveries IS 'News on its way through a channel. It is marked as delivered after the channel has taken it: a crash in between sends it once more.';
CREATE INDEX notice_deliveries_waiting ON notice_deliveries (channel, due_at) WHERE delivered_at IS NULL;

-- Compares what a source says stands now with what stood: what is new is raised, what got worse is told again, what is not said any more is
-- cleared. What comes back before anybody was told that it had healed goes on as the same notice. Part of the caller's transaction.
CREATE FUNCTION report_notices(
    of_source text, kinds text[], subjects text[], severities smallint[], texts text[], seen_at timestamptz) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    fact  record;
    stood notices%ROWTYPE;
    told  integer;
    news  integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('notices:' || of_source, 0));
    WITH cleared AS (
        UPDATE notices SET cleared_at = seen_at, last_at = seen_at
        WHERE source = of_source AND cleared_at IS NULL AND event_id IS NULL AND NOT EXISTS (
            SELECT FROM unnest(kinds, subjects) AS said (kind, subject)
            WHERE said.kind = notices.kind AND said.subject = notices.subject)
        RETURNING id, severity, text)
    INSERT INTO notice_news (notice_id, news, severity, text, at) SELECT id, 'cleared', severity, text, seen_at FROM cleared;
    GET DIAGNOSTICS news = ROW_COUNT;

    FOR fact IN SELECT * FROM unnest(kinds, subjects, severities, texts) AS said (kind, subject, severity, text) LOOP
        SELECT * INTO stood FROM notices
        WHERE source = of_source AND kind = fact.kind AND subject = fact.subject AND event_id IS NULL ORDER BY id DESC LIMIT 1;
        told := 0;
        IF stood.cleared_at IS NOT NULL THEN
            DELETE FROM notice_news WHERE notice_id = stood.id AND notice_news.news = 'cleared' AND routed_at IS NULL;
            GET DIAGNOSTICS told = ROW_COUNT;
        END IF;

        IF stood.id IS NULL OR (stood.cleared_at IS NOT NULL AND told = 0) THEN
            WITH raised AS (
                INSERT INTO notices (source, kind, subject, severity, text, since, last_at)
                VALUES (of_source, fact.kind, fact.subject, fact.severity, fact.text, seen_at, seen_at) RETURNING id)
            INSERT INTO notice_news (notice_id, news, severity, text, at) SELECT id, 'raised', fact.severity, fact.text, seen_at FROM raised;
            news := news + 1;
            CONTINUE;
        END IF;

        UPDATE notices SET
            severity = fact.severity, text = fact.text, last_at = seen_at, cleared_at = NULL, count = count + told,
            acknowledged_at = CASE WHEN fact.severity > stood.severity THEN NULL ELSE acknowledged_at END,
            acknowledged_by = CASE WHEN fact.severity > stood.severity THEN NULL ELSE acknowledged_by END
        WHERE id = stood.id;
        IF fact.severity > stood.severity THEN
            INSERT INTO notice_news (notice_id, news, severity, text, at) VALUES (stood.id, 'worsened', fact.severity, fact.text, seen_at);
            news := news + 1;
        END IF;
    END LOOP;
    RETURN news;
END $$;
COMMENT ON FUNCTION report_notices(text, text[], text[], smallint[], text[], timestamptz) IS 'Brings the notices of a source to what it says stands now; answers how much of it is worth telling.';

-- Takes what happened once by its event's id, however often it is said.
CREATE FUNCTION add_notice(
    of_event text, of_source text, of_kind text, of_subject text, of_severity smallint, of_text text, happened_at timestamptz)
    RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    added bigint;
BEGIN
    INSERT INTO notices (source, kind, subject, severity, text, event_id, since, last_at, cleared_at)
    VALUES (of_source, of_kind, of_subject, of_severity, of_text, of_event, happened_at, happened_at, happened_at)
    ON CONFLICT (event_id) DO NOTHING RETURNING id INTO added;
    IF added IS NOT NULL THEN
        INSERT INTO notice_news (notice_id, news, severity, text, at) VALUES (added, 'raised', of_severity, of_text, happened_at);
    END IF;
    RETURN added IS NOT NULL;
END $$;
COMMENT ON FUNCTION add_notice(text, text, text, text, smallint, text, timestamptz) IS 'Takes what happened once; answers whether it was new.';
