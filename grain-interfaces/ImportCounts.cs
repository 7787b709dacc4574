using Orleans;

namespace OrleansAssets;

/// <summary>What a file holds.</summary>
[GenerateSerializer, Alias("OrleansAssets.ImportKind")]
public enum ImportKind
{
    /// <summary>Candles of assets.</summary>
    Candles = 0,

    /// <summary>A portfolio's round trips.</summary>
    Trades = 1,

    /// <summary>A portfolio's value at the end of each day.</summary>
    Equity = 2,

    /// <summary>What a broker executed for a portfolio, which pairs it to round trips itself.</summary>
    Fills = 3,

    /// <summary>What a broker's statement has beside trades: dividends, interest, fees, splits, money paid in or out.</summary>
    Events = 4,
}

/// <summary>What a commit did; the counts add up to the rows received.</summary>
/// <param name="Kept">
/// Rows that the book had written itself, with other figures: they stay as they are. Of events those that the book has without this import.
/// </param>
/// <param name="KeptRows">
/// Which ones, by day or trade id, the first of them; of events in sentences, with what differs. Null where there are none.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportCounts")]
public sealed record ImportCounts(long Inserted, long Updated, long Unchanged, long Kept = 0, string? KeptRows = null)
{
    /// <summary>What it did to the book beside its rows: halts that it latched, figures that it did not change; null for nothing.</summary>
    [Id(0)]
    public string? Remark { get; init; }

    /// <summary>
    /// Fills that are in no position and no cash, as the book keeps its own: the tables have them. What the book lacks is recorded as a
    /// fill, under the same id.
    /// </summary>
    [Id(1)]
    public long Unbooked { get; init; }

    /// <summary>Which ones, with line and content, the first of them; null where there are none.</summary>
    [Id(2)]
    public string? UnbookedRows { get; init; }

    /// <summary>Fills that were taken although they are hard to believe, as that was confirmed.</summary>
    [Id(3)]
    public long Doubted { get; init; }

    /// <summary>Which ones, with line and figures, the first of them; null where there are none.</summary>
    [Id(4)]
    public string? DoubtedRows { get; init; }
}
