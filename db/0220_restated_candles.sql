COMMENT ON COLUMN candles.recorded_at IS
    'When these values became known here: the insert, the last revision, or when they were last told again under a split that holds.';
