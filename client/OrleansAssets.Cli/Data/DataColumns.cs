using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Cli.Data;

/// <summary>The columns of each dataset for programs, named as in the database.</summary>
internal static class DataColumns
{
    public static IReadOnlyList<CsvColumn<StoredQuote>> Quotes { get; } =
    [
        new("asset_id", row => row.Quote.AssetId), new("source_id", row => row.Quote.SourceId), new("at", row => row.Quote.At),
        new("bid", row => row.Quote.Bid), new("ask", row => row.Quote.Ask), new("bid_size", row => row.Quote.BidSize),
        new("ask_size", row => row.Quote.AskSize), new("recorded_at", row => row.RecordedAt),
    ];

    public static IReadOnlyList<CsvColumn<(CandlePage Page, CandleRow Row)>> Candles { get; } =
    [
        new("asset_id", one => one.Page.AssetId), new("source_id", one => one.Page.SourceId),
        new("timeframe", one => one.Page.Timeframe.Code()), new("open_time", one => one.Row.OpenTime),
        new("open", one => one.Row.Open), new("high", one => one.Row.High), new("low", one => one.Row.Low),
        new("close", one => one.Row.Close), new("volume", one => one.Row.Volume),
    ];

    public static IReadOnlyList<CsvColumn<IndicatorValue>> Indicators { get; } =
    [
        new("asset_id", row => row.AssetId), new("source_id", row => row.SourceId), new("indicator", row => row.Indicator),
        new("at", row => row.At), new("value", row => row.Value), new("unit", row => row.Unit),
    ];

    public static IReadOnlyList<CsvColumn<SentimentSnapshot>> Sentiment { get; } =
    [
        new("asset_id", row => row.AssetId), new("source_id", row => row.SourceId), new("at", row => row.At),
        new("lookback_minutes", row => row.LookbackMinutes), new("mentions", row => row.Mentions), new("score", row => row.Score),
        new("positive", row => row.Bullish), new("negative", row => row.Bearish), new("neutral", row => row.Neutral),
        new("volume_change", row => row.VolumeChange), new("keywords", row => string.Join(' ', row.Keywords)),
    ];

    public static IReadOnlyList<CsvColumn<TrendingSymbol>> Trending { get; } =
    [
        new("source_id", row => row.SourceId), new("at", row => row.At), new("lookback_minutes", row => row.LookbackMinutes),
        new("rank", row => row.Rank), new("symbol", row => row.Symbol), new("mentions", row => row.Mentions),
        new("score", row => row.Score), new("volume_change", row => row.VolumeChange),
    ];

    public static IReadOnlyList<CsvColumn<WatchedPost>> Posts { get; } =
    [
        new("asset_id", row => row.AssetId), new("source_id", row => row.SourceId), new("account", row => row.Account),
        new("post_id", row => row.PostId), new("at", row => row.At), new("text", row => row.Text), new("score", row => row.Score),
        new("mentions_asset", row => row.MentionsAsset),
    ];

    public static IReadOnlyList<CsvColumn<OptionsFlow>> Flow { get; } =
    [
        new("asset_id", row => row.AssetId), new("source_id", row => row.SourceId), new("trade_id", row => row.FlowId),
        new("at", row => row.At), new("contract_type", row => row.Type), new("side", row => row.Side), new("strike", row => row.Strike),
        new("expires_on", row => row.ExpiresOn), new("contracts", row => row.Contracts), new("premium", row => row.Premium),
        new("open_interest", row => row.OpenInterest), new("unusual", row => row.Unusual),
    ];

    public static IReadOnlyList<CsvColumn<EconomicEvent>> Calendar { get; } =
    [
        new("source_id", row => row.SourceId), new("event_id", row => row.EventId), new("at", row => row.At),
        new("title", row => row.Title), new("country", row => row.Country), new("impact", row => row.Impact),
        new("asset_id", row => row.AssetId), new("asset_classes", row => string.Join(' ', row.Classes)), new("unit", row => row.Unit),
        new("previous", row => row.Previous), new("forecast", row => row.Forecast), new("actual", row => row.Actual),
    ];

    public static IReadOnlyList<CsvColumn<CorrelationPair>> Correlations { get; } =
    [
        new("asset_a", row => row.AssetA), new("asset_b", row => row.AssetB), new("correlation", row => row.Correlation),
        new("observations", row => row.Observations),
    ];

    public static IReadOnlyList<CsvColumn<DataQuality>> Quality { get; } =
    [
        new("asset_id", row => row.AssetId), new("source_id", row => row.Feed.Id.SourceId), new("dataset", row => row.Feed.Id.Dataset),
        new("required", row => row.IsRequired), new("status", row => row.Status), new("newest", row => row.Feed.Watermark),
        new("collected_at", row => row.Feed.CollectedAt), new("rows", row => row.Feed.Rows),
        new("revisions", row => row.Feed.Revisions), new("expected", row => row.Feed.Gaps?.Expected),
        new("received", row => row.Feed.Gaps?.Received), new("absent", row => row.Feed.Gaps?.Absent),
        new("missing", row => row.Feed.Gaps?.Missing), new("instead_of", row => row.Feed.InsteadOf),
        new("stands_in_since", row => row.Feed.StandsInSince), new("differs_by", row => row.DiffersBy),
        new("left_out", row => row.Feed.LeftOut), new("last_left_out", row => row.Feed.LastLeftOut),
    ];

    public static IEnumerable<(CandlePage Page, CandleRow Row)> RowsOf(CandlePage page) => page.Rows.Select(row => (page, row));
}
