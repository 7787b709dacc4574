namespace OrleansAssets.Storage;

/// <summary>Staged fills, and the trades that are made from all fills of a portfolio.</summary>
internal static class ImportFillSql
{
    public const string FillColumns =
        "fill_id, asset_id, asset_class, strategy_id, side, quantity, price, currency, fee, fee_currency, executed_at, line, ordinal";

    public const string CopyFills = $"COPY import_fills (import_id, batch, position, {FillColumns}) FROM STDIN (FORMAT BINARY)";

    // Imports of one portfolio are published one after the other, so that new fills need not be written with an eye to conflicts.
    public const string LockPortfolio = "SELECT pg_advisory_xact_lock(hashtextextended('imported_fills:' || $1, 0))";

    /// <summary>
    /// No loop within a loop: a table that is empty when the statement is planned grows while it runs, and each row of it would be looked
    /// for among all others.
    /// </summary>
    public const string PlanForMany = "SET LOCAL enable_nestloop = off";

    // Line and order are of a file: in another file the same fill has others, and is the same. What was taken back stays so.
    public const string PublishFills = $"""
        WITH latest AS MATERIALIZED (
            SELECT DISTINCT ON (fill_id) {FillColumns}
            FROM import_fills WHERE import_id = $1 ORDER BY fill_id, batch DESC, position DESC),
        changed AS (
            UPDATE imported_fills AS stored SET
                asset_id = latest.asset_id, asset_class = latest.asset_class, strategy_id = latest.strategy_id, side = latest.side,
                quantity = latest.quantity, price = latest.price, currency = latest.currency, fee = latest.fee,
                fee_currency = latest.fee_currency, executed_at = latest.executed_at, line = latest.line, ordinal = latest.ordinal,
                recorded_at = now(), revision = stored.revision + 1
            FROM latest
            WHERE stored.portfolio_id = $2 AND stored.fill_id = latest.fill_id AND stored.taken_back_at IS NULL
                AND (stored.asset_id, stored.asset_class, stored.strategy_id, stored.side, stored.quantity, stored.price, stored.currency,
                    stored.fee, stored.fee_currency, stored.executed_at)
                IS DISTINCT FROM (latest.asset_id, latest.asset_class, latest.strategy_id, latest.side, latest.quantity,
                    latest.price, latest.currency, latest.fee, latest.fee_currency, latest.executed_at)
            RETURNING stored.fill_id),
        written AS (
            INSERT INTO imported_fills (portfolio_id, import_id, {FillColumns}) SELECT $2, $1, {FillColumns} FROM latest
            WHERE NOT EXISTS (
                SELECT FROM imported_fills AS known WHERE known.portfolio_id = $2 AND known.fill_id = latest.fill_id)
            RETURNING fill_id)
        SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM changed), 0::bigint, NULL::text
        """;

    public const string AssetsOf = "SELECT DISTINCT asset_id, asset_class FROM import_fills WHERE import_id = $1 ORDER BY asset_id";

    public const string CurrenciesOf = """
        SELECT DISTINCT code, min(executed_at)::date, max(executed_at)::date
        FROM imported_fills, LATERAL (VALUES (currency), (fee_currency)) AS named (code)
        WHERE portfolio_id = $1 AND asset_id = $2 AND taken_back_at IS NULL AND code IS NOT NULL GROUP BY code
        UNION ALL
        SELECT NULL, min(executed_at)::date, max(executed_at)::date FROM imported_fills
        WHERE portfolio_id = $1 AND asset_id = $2 AND taken_back_at IS NULL HAVING count(*) > 0
        """;

    public const string Page = $"""
        SELECT {FillColumns} FROM imported_fills
        WHERE portfolio_id = $1 AND asset_id = $2 AND (executed_at, ordinal, fill_id) > ($3, $4, $5) AND taken_back_at IS NULL
        ORDER BY executed_at, ordinal, fill_id LIMIT $6
        """;

    /// <summary>Likewise of the fills that the book began with.</summary>
    public const string AdoptedPage = $"""
        SELECT {FillColumns} FROM imported_fills
        WHERE portfolio_id = $1 AND asset_id = $2 AND (executed_at, ordinal, fill_id) > ($3, $4, $5) AND taken_back_at IS NULL
            AND import_id IN (SELECT import_id FROM imports WHERE portfolio_id = $1 AND adopted)
        ORDER BY executed_at, ordinal, fill_id LIMIT $6
        """;

    /// <summary>A fill that an import brought.</summary>
    public const string Find = $"""
        SELECT {FillColumns}, correction_id, EXISTS (
            SELECT FROM imports WHERE portfolio_id = $1 AND adopted AND imports.import_id = imported_fills.import_id)
        FROM imported_fills WHERE portfolio_id = $1 AND fill_id = $2
        """;

    public const string TakeBack = """
        UPDATE imported_fills SET taken_back_at = now(), correction_id = $3, taken_back_by = $4, taken_back_reason = $5
        WHERE portfolio_id = $1 AND fill_id = $2 AND taken_back_at IS NULL
        """;

    /// <summary>A fill in the place of one that is taken back: of the same import, and so of the same book.</summary>
    public const string PutInPlace = """
        INSERT INTO imported_fills (portfolio_id, import_id, fill_id, asset_id, asset_class, strategy_id, side, quantity, price, currency,
            fee, fee_currency, executed_at, line, ordinal)
        SELECT portfolio_id, import_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, line, ordinal
        FROM imported_fills WHERE portfolio_id = $1 AND fill_id = $2
        ON CONFLICT (portfolio_id, fill_id) DO NOTHING
        """;

    /// <summary>Names the assets of fills, whose trades are to be made anew.</summary>
    public const string StageTouched = $"""
        INSERT INTO import_fills (import_id, batch, position, {FillColumns})
        SELECT $1, 0, 0, {FillColumns} FROM imported_fills WHERE portfolio_id = $2 AND fill_id = ANY ($3)
        """;

    /// <summary>A fill of an import that the book began with.</summary>
    public const string FindAdopted = $"""
        SELECT {FillColumns} FROM imported_fills
        WHERE portfolio_id = $1 AND fill_id = $2 AND import_id IN (SELECT import_id FROM imports WHERE portfolio_id = $1 AND adopted)
        """;

    public const string AdoptedIds = """
        SELECT fill_id FROM imported_fills
        WHERE portfolio_id = $1 AND import_id IN (SELECT import_id FROM imports WHERE portfolio_id = $1 AND adopted) LIMIT $2
        """;

    public const string PublishedIds = "SELECT import_id FROM imports WHERE portfolio_id = $1 AND NOT adopted";

    public const string NoteAdopted = "UPDATE imports SET adopted = true WHERE portfolio_id = $1 AND import_id = ANY ($2) AND NOT adopted";

    /// <summary>Fills of a file whose ids the book knows from its own record, each with the entry that it made.</summary>
    public const string ToldByTheBook = $"""
        SELECT {FillColumns}, entry.kind, entry.payload FROM import_fills
        JOIN portfolio_ids AS known ON known.portfolio_id = $2 AND known.kind = 'fill' AND known.id = import_fills.fill_id
        JOIN audit_log AS entry ON entry.stream = $3 AND entry.sequence = known.sequence
        WHERE import_id = $1 ORDER BY line
        """;

    /// <summary>
    /// Staged fills whose price is far off their day's candles, that are worth more than so many times the equity of their day (else of
    /// now), or whose fee is out of proportion: the first of them, with what they are held against, and how many there are. The rule is
    /// FillDoubts. What was taken before is not asked about again.
    /// </summary>
    public static readonly string Doubted = $"""
        WITH RECURSIVE known AS (
            SELECT * FROM unnest($3, $4, $5, $6) AS one (asset_id, quoted, jump, rate)),
        span AS (SELECT min(executed_at) - interval '1 day' AS first, max(executed_at) AS last FROM import_fills WHERE import_id = $1),
        {CandleSql.SeriesOf("SELECT DISTINCT asset_id FROM import_fills WHERE import_id = $1", "(SELECT span.first FROM span)")},
        days AS MATERIALIZED (
            SELECT series.asset_id, (bar.open_time AT TIME ZONE 'UTC')::date AS day, min(bar.low) AS low, max(bar.high) AS high
            FROM series CROSS JOIN LATERAL (
                SELECT open_time, low, high FROM candles
                WHERE candles.asset_id = series.asset_id AND candles.source_id = series.source_id AND timeframe = '1d'
                    AND open_time >= (SELECT span.first FROM span) AND open_time <= (SELECT span.last FROM span)) AS bar
            WHERE series.timeframe = '1d'
            GROUP BY 1, 2),
        worth AS MATERIALIZED (
            SELECT asked.day, coalesce((
                SELECT equity FROM equity_daily WHERE portfolio_id = $2 AND day <= asked.day ORDER BY day DESC LIMIT 1), $7) AS equity
            FROM (SELECT DISTINCT (executed_at AT TIME ZONE 'UTC')::date AS day FROM import_fills WHERE import_id = $1) AS asked)
        SELECT {FillColumns}, low, high, equity, count(*) OVER ()
        FROM import_fills JOIN known USING (asset_id)
            CROSS JOIN LATERAL (SELECT abs(fee) * CASE
                WHEN fee_currency IS NULL OR fee_currency = quoted THEN 1
                WHEN fee_currency || '/' || quoted = asset_id THEN abs(price) END AS charged) AS fees
            JOIN worth ON worth.day = (executed_at AT TIME ZONE 'UTC')::date
            LEFT JOIN days USING (asset_id, day)
        WHERE import_id = $1 AND (currency IS NULL OR currency = quoted)
            AND ((low > 0 AND (price > high * (1 + jump) OR price < low * (1 - jump)))
                OR quantity * abs(price) * rate > CASE WHEN equity < 0 THEN 0 ELSE equity END * $8
                OR (charged > quantity * abs(price) * $10 AND charged * rate > $11))
            AND NOT EXISTS (
                SELECT FROM imported_fills AS known WHERE known.portfolio_id = $2 AND known.fill_id = import_fills.fill_id
                    AND known.price = import_fills.price AND known.quantity = import_fills.quantity)
        ORDER BY line LIMIT $9
        """;

    /// <summary>The ids of fills that were corrected.</summary>
    public const string Corrected =
        "SELECT payload::jsonb #>> '{correction,fillId}' FROM audit_log WHERE stream = $1 AND kind = $2";

    /// <summary>Fills that an import brought and that are in no book, the first of them, and how many there are.</summary>
    public const string Unbooked = $"""
        SELECT {FillColumns}, count(*) OVER () FROM imported_fills
        WHERE portfolio_id = (SELECT portfolio_id FROM imports WHERE import_id = $1) AND import_id = $1 AND taken_back_at IS NULL
            AND NOT EXISTS (
            SELECT FROM portfolio_ids AS known
            WHERE known.portfolio_id = imported_fills.portfolio_id AND known.kind = 'fill' AND known.id = imported_fills.fill_id)
        ORDER BY line LIMIT $2
        """;

    /// <summary>Trades of the assets that are no longer made from fills.</summary>
    public const string DropStale = "SELECT drop_stale_trades($1, $2)";

    public const string ForgetMade = """
        DELETE FROM fill_trades
        WHERE portfolio_id = $2 AND asset_id IN (SELECT asset_id FROM import_fills WHERE import_id = $1)
        """;

    public const string NoteMade = """
        INSERT INTO fill_trades (portfolio_id, trade_id, asset_id)
        SELECT DISTINCT $2, trade_id, asset_id FROM import_trades WHERE import_id = $1
        ON CONFLICT (portfolio_id, trade_id) DO UPDATE SET asset_id = excluded.asset_id
        """;
}
