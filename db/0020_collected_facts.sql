-- What the collected facts lacked: the rest of a sentiment snapshot, and how often a source changed a row.

ALTER TABLE leading_indicators ADD COLUMN revision int NOT NULL DEFAULT 0 CHECK (revision >= 0);
COMMENT ON COLUMN leading_indicators.revision IS 'How often the source changed the value after it was first stored.';

ALTER TABLE social_sentiment
    ADD COLUMN lookback_minutes int CHECK (lookback_minutes > 0),
    ADD COLUMN neutral int CHECK (neutral >= 0),
    ADD COLUMN volume_change double precision CHECK (volume_change >= -1),
    ADD COLUMN keywords text[] NOT NULL DEFAULT '{}',
    ADD COLUMN revision int NOT NULL DEFAULT 0 CHECK (revision >= 0);
COMMENT ON COLUMN social_sentiment.lookback_minutes IS 'Length of the interval that ends with at.';
COMMENT ON COLUMN social_sentiment.positive IS 'Bullish posts; with negative (bearish) and neutral they add up to the mentions.';
COMMENT ON COLUMN social_sentiment.volume_change IS 'Mentions over those of the interval before, less 1; null where that one had none.';
COMMENT ON COLUMN social_sentiment.keywords IS 'The words that stand out most, most frequent first.';

ALTER TABLE options_flow ADD COLUMN revision int NOT NULL DEFAULT 0 CHECK (revision >= 0);

ALTER TABLE economic_calendar ADD COLUMN revision int NOT NULL DEFAULT 0 CHECK (revision >= 0);
COMMENT ON COLUMN economic_calendar.revision IS 'How often the source changed the event: its date, a forecast, the figure once it is released.';
