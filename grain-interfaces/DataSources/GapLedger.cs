using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.DataSources;

/// <summary>Expected against received intervals of a feed of candles.</summary>
/// <param name="From">Where the count starts: the oldest stored candle, or later where there are too many to count.</param>
/// <param name="Until">End of the count, UTC, exclusive.</param>
/// <param name="Expected">Intervals in which the market was open and that were over when this was measured.</param>
/// <param name="Received">Those of them with a stored candle.</param>
/// <param name="Absent">Those for which the source was asked again and has none.</param>
/// <param name="Missing">The rest: still to be fetched.</param>
/// <param name="Next">The stretch that backfill asks for next, null where nothing is missing behind the watermark.</param>
/// <param name="MeasuredAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.GapLedger")]
public sealed record GapLedger(
    DateTimeOffset From,
    DateTimeOffset Until,
    long Expected,
    long Received,
    long Absent,
    long Missing,
    TimeRange? Next,
    DateTimeOffset MeasuredAt);
