using OrleansAssets.Api.Bodies;
using OrleansAssets.AssetClasses;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>Candles: of one asset and timeframe, or of those that the columns <c>asset</c> and <c>timeframe</c> name.</summary>
/// <param name="asset">For files without the column.</param>
/// <param name="timeframe">For files without the column.</param>
/// <param name="day">When the days of daily bars begin.</param>
internal sealed class CandleFormat(
    KnownAssets assets, string? asset, Timeframe? timeframe, DayBasis day, DateTimeOffset now) : RowFormat<Candle>
{
    private const int Timestamp = 0, Open = 1, High = 2, Low = 3, Close = 4, Volume = 5, Asset = 6, Length = 7, Clock = 8;

    private readonly Dictionary<string, string?> _resolved = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, Timeframe), SlotSet> _seen = [];
    private readonly SplitWatch _splits = new();

    public override IReadOnlyList<ColumnRule> Columns { get; } =
    [
        new("timestamp", true), new("open", true), new("high", true), new("low", true), new("close", true), new("volume", true),
        new("asset", asset is null), new("timeframe", timeframe is null),
        new("time_of_day", false),
    ];

    public override Candle? Read(RowFields fields, List<RowFault> faults)
    {
        var (assetId, length) = (AssetOf(fields, faults), TimeframeOf(fields, faults));
        var openTime = OpenTimeOf(fields, length, faults);
        var (open, high, low) = (fields.Number(Open, faults), fields.Number(High, faults), fields.Number(Low, faults));
        var (close, volume) = (fields.Number(Close, faults), fields.Number(Volume, faults));
        if (faults.Count > 0)
        {
            return null;
        }

        // No fault means that every value is there.
        var candle = new Candle(
            assetId!, CandleLines.SourceId, length!.Value, openTime!.Value, open!.Value, high!.Value, low!.Value, close!.Value,
            volume!.Value);
        faults.AddRange(RowRules.Check(candle, now, assets.HasNegativePrices(assetId!)));
        if (faults.Count == 0 && !IsFirst(candle))
        {
            fields.Add(Timestamp, "must be unique for its asset and timeframe; it is in the file twice", faults);
        }

        if (faults.Count == 0 && candle.Timeframe == MarketData.Timeframe.D1 && assets.HoursOf(candle.AssetId) == MarketHours.UsExchange)
        {
            _splits.Add(candle);
        }

        return candle;
    }

    public override bool IsOdd(Candle row) => OddBars.IsOdd(row);

    public override (DateTimeOffset From, DateTimeOffset Until)? SpanOf(Candle row) =>
        (row.OpenTime, row.OpenTime + row.Timeframe.Duration());

    public override FileFigures Figures() => new(Days: DaysOf(), Gaps: GapsOf()) { Splits = _splits.Told };

    private long DaysOf() => _seen
        .SelectMany(one => one.Value.Slots().Select(slot => slot * one.Key.Item2.Step().Ticks / TimeSpan.TicksPerDay))
        .Distinct().LongCount();

    /// <summary>
    /// Bars of the calendar between the first and the last that the file lacks; null where a class does not tell its hours.
    /// </summary>
    private long? GapsOf()
    {
        long? missing = 0;
        foreach (var ((assetId, length), seen) in _seen)
        {
            missing += assets.HoursOf(assetId) is { } hours ? seen.Missing(hours, length) : null;
        }

        return missing;
    }

    private DateTimeOffset? OpenTimeOf(RowFields fields, Timeframe? length, List<RowFault> faults)
    {
        var time = fields.Instant(Timestamp, faults, Clock);
        if (time is null || length != MarketData.Timeframe.D1)
        {
            return time;
        }

        if (day.OpenTimeOf(time.Value) is { } openTime)
        {
            return openTime;
        }

        fields.Add(Timestamp, $"must be a time at which a day begins, {day.About} (--day-begins)", faults);
        return null;
    }

    private bool IsFirst(Candle candle)
    {
        var series = (candle.AssetId, candle.Timeframe);
        if (!_seen.TryGetValue(series, out var seen))
        {
            _seen.Add(series, seen = new SlotSet());
        }

        return seen.Add((candle.OpenTime - DateTimeOffset.UnixEpoch).Ticks / candle.Timeframe.Step().Ticks);
    }

    private string? AssetOf(RowFields fields, List<RowFault> faults)
    {
        if (!fields.Has(Asset))
        {
            return asset;
        }

        var name = fields.Text(Asset);
        if (!_resolved.TryGetValue(name, out var id))
        {
            id = assets.Find(name);
            if (id is not null)
            {
                _resolved.Add(name, id); // bounded by the ways to write the catalogue's names that the file uses
            }
        }

        if (id is null)
        {
            fields.Add(Asset, assets.Rule(name), faults);
        }

        return id;
    }

    private Timeframe? TimeframeOf(RowFields fields, List<RowFault> faults)
    {
        if (!fields.Has(Length))
        {
            return timeframe;
        }

        if (Timeframe.TryParseCode(fields.Text(Length), out var found))
        {
            return found;
        }

        fields.Add(Length, $"must be one of {string.Join(", ", Timeframe.Codes)}", faults);
        return null;
    }
}
