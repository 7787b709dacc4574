-- Posts of the accounts that assets watch: one row for each asset that watches the account.

CREATE TABLE posts_model (
    asset_id        text COLLATE "C" NOT NULL,
    source_id       text COLLATE "C" NOT NULL,
    post_id         text COLLATE "C" NOT NULL,
    at              timestamptz NOT NULL,
    account         text COLLATE "C" NOT NULL,
    asset_class     text NOT NULL,
    text            text NOT NULL,
    score           double precision NOT NULL CHECK (score BETWEEN -1 AND 1),
    mentions_asset  boolean NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT now(),
    revision        int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (asset_id, source_id, post_id, at)
);
CALL make_time_series('posts', 'posts_model', 'at', 'year');
CREATE INDEX posts_account ON posts (account, at);
CREATE INDEX posts_asset ON posts (asset_id, at);
COMMENT ON TABLE posts IS 'Posts of watched accounts; text is the first 280 characters, score its mood from -1 to 1.';
