using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Cli.Imports;

/// <summary>Candles: of one asset and timeframe, or of those that the columns <c>asset</c> and <c>timeframe</c> name.</summary>
/// <param name="asset">For files without the column.</param>
/// <param name="timeframe">For files without the column.</param>
internal sealed class CandleFormat(KnownAssets assets, string? asset, Timeframe? timeframe, DateTimeOffset now) : RowFormat<Candle>
{
    private const string ImportSource = "import";
    private const int Timestamp = 0, Open = 1, High = 2, Low = 3, Close = 4, Volume = 5, Asset = 6, Length = 7;

    private readonly Dictionary<string, string?> _resolved = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, Timeframe), SlotSet> _seen = [];

    public override IReadOnlyList<ColumnRule> Columns { get; } =
    [
        new("timestamp", true), new("open", true), new("high", true), new("low", true), new("close", true), new("volume", true),
        new("asset", asset is null), new("timeframe", timeframe is null),
    ];

    public override Candle? Read(RowFields fields, List<RowFault> faults)
    {
        var (assetId, length) = (AssetOf(fields, faults), TimeframeOf(fields, faults));
        var openTime = fields.Instant(Timestamp, faults);
        var (open, high, low) = (fields.Number(Open, faults), fields.Number(High, faults), fields.Number(Low, faults));
        var (close, volume) = (fields.Number(Close, faults), fields.Number(Volume, faults));
        if (faults.Count > 0)
        {
            return null;
        }

        // No fault means that every value is there.
        var candle = new Candle(
            assetId!, ImportSource, length!.Value, openTime!.Value, open!.Value, high!.Value, low!.Value, close!.Value, volume!.Value);
        faults.AddRange(RowRules.Check(candle, now));
        if (faults.Count == 0 && !IsFirst(candle))
        {
            fields.Add(Timestamp, "must be unique for its asset and timeframe; it is in the file twice", faults);
        }

        return candle;
    }

    public override bool IsOdd(Candle row) => RowRules.IsOutsideRange(row);

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
