using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>What a company or a fund does to a unit of an asset, by which its price changes though nobody traded.</summary>
/// <param name="EffectiveOn">
/// The trading date from whose beginning in New York (0:00) it holds: the first on which a split's new units trade, or on which a dividend
/// is not bought with the share (its ex-date).
/// </param>
/// <param name="NewUnits">Of a split: what <paramref name="OldUnits"/> become; more than 0. Null for all other kinds.</param>
/// <param name="CashPerUnit">Of a dividend: what a unit pays, in <paramref name="Currency"/>, more than 0; else null.</param>
/// <param name="Currency">Of a dividend, e.g. <c>USD</c>; empty for all other kinds.</param>
/// <param name="NewSymbol">Of a change of symbol: what the asset is called at the source from then on; empty for all other kinds.</param>
/// <param name="PaidOn">Of a dividend: when it is paid; null where the source does not say, and for all other kinds.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CorporateAction")]
public sealed record CorporateAction(
    string AssetId,
    string SourceId,
    CorporateActionKind Kind,
    DateOnly EffectiveOn,
    decimal? NewUnits = null,
    decimal? OldUnits = null,
    decimal? CashPerUnit = null,
    string Currency = "",
    string NewSymbol = "",
    DateOnly? PaidOn = null);

/// <summary>What kind of corporate action it is. An asset has one of each kind on a date at a source.</summary>
[GenerateSerializer, Alias("OrleansAssets.CorporateActionKind")]
public enum CorporateActionKind
{
    /// <summary>A split, a reverse split or a dividend in shares: quantities grow as prices fall, or the other way round.</summary>
    Split = 0,

    /// <summary>A dividend in cash that is paid by and by.</summary>
    Dividend = 1,

    /// <summary>A dividend in cash that is paid beside those, once.</summary>
    SpecialDividend = 2,

    /// <summary>The asset is called by another symbol.</summary>
    SymbolChange = 3,

    /// <summary>The asset was taken from the exchange and is worth nothing.</summary>
    Delisting = 4,
}
