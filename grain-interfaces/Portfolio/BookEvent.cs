using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>What happened to a position or to cash without a trade: a corporate action, an income or a cost.</summary>
/// <param name="EventId">
/// The caller's id, unique among the portfolio's events: the same content under it again changes nothing, other content is refused.
/// </param>
/// <param name="EffectiveAt">
/// From when it holds, UTC: the opening at which a split trades in new units, the ex-date of a dividend, the time of a charge. Default,
/// from when it is first told.
/// </param>
/// <param name="AssetId">The asset that it is of; null for an income or a cost of the whole portfolio.</param>
/// <param name="Amount">
/// What cash gains in all, in <paramref name="Currency"/>: less than 0 where it is paid. Of a split: what the venue paid for the fraction
/// that it does not keep; null takes the mark.
/// </param>
/// <param name="PerUnit">
/// Of a dividend: for each unit that is held, instead of <paramref name="Amount"/>; a short position pays it. Of a delisting: what each
/// unit is paid, 0 for nothing.
/// </param>
/// <param name="Withheld">Tax kept back from a dividend or interest, 0 or more: for each unit where that is given, else in all.</param>
/// <param name="Currency">Of the amounts; null is the asset's quote currency, and the portfolio's where there is no asset.</param>
/// <param name="Rate">What a unit of that currency is worth in the portfolio's; null takes the portfolio's own conversion.</param>
/// <param name="NewUnits">Of a split: what <paramref name="OldUnits"/> became. 10 new for 1 old is a split, 1 for 10 a reverse one.</param>
/// <param name="NewAssetId">Of a symbol change: the id from then on.</param>
/// <param name="StrategyId">Whose income or cost it is; null shares it by what each strategy holds.</param>
/// <param name="Operator">Who states it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookEvent")]
public sealed record BookEvent(
    string EventId,
    BookEventKind Kind,
    DateTimeOffset EffectiveAt,
    string? AssetId,
    decimal? Amount,
    decimal? PerUnit,
    decimal Withheld,
    string? Currency,
    decimal? Rate,
    int? NewUnits,
    int? OldUnits,
    string? NewAssetId,
    string? StrategyId,
    string Operator,
    string Reason)
{
    /// <summary>Said a second time: it is taken although it is one that nobody would believe. It is no part of the content.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Confirmed { get; init; }

    /// <summary>So many new units for so many old ones.</summary>
    public static BookEvent Split(
        string id, DateTimeOffset effectiveAt, string assetId, int newUnits, int oldUnits, string by, string reason) =>
        Of(id, BookEventKind.Split, effectiveAt, by, reason) with { AssetId = assetId, NewUnits = newUnits, OldUnits = oldUnits };

    /// <summary>The asset has another id from then on.</summary>
    public static BookEvent SymbolChange(
        string id, DateTimeOffset effectiveAt, string assetId, string newAssetId, string by, string reason) =>
        Of(id, BookEventKind.SymbolChange, effectiveAt, by, reason) with { AssetId = assetId, NewAssetId = newAssetId };

    /// <summary>What is held ends, each unit paid at a price; 0 for nothing.</summary>
    public static BookEvent Delisting(
        string id, DateTimeOffset effectiveAt, string assetId, decimal perUnit, string by, string reason) =>
        Of(id, BookEventKind.Delisting, effectiveAt, by, reason) with { AssetId = assetId, PerUnit = perUnit };

    /// <summary>So much for each unit that is held; a short position pays it.</summary>
    public static BookEvent Dividend(
        string id, DateTimeOffset effectiveAt, string assetId, decimal perUnit, string by, string reason) =>
        Of(id, BookEventKind.Dividend, effectiveAt, by, reason) with { AssetId = assetId, PerUnit = perUnit };

    /// <summary>An income (more than 0) or a cost (less than 0) in all.</summary>
    public static BookEvent Cash(
        string id, BookEventKind kind, DateTimeOffset effectiveAt, string? assetId, decimal amount, string by, string reason) =>
        Of(id, kind, effectiveAt, by, reason) with { AssetId = assetId, Amount = amount };

    private static BookEvent Of(string id, BookEventKind kind, DateTimeOffset effectiveAt, string by, string reason) =>
        new(id, kind, effectiveAt, null, null, null, 0, null, null, null, null, null, null, by, reason);
}

/// <summary>What may happen to a position or to cash without a trade.</summary>
[GenerateSerializer, Alias("OrleansAssets.BookEventKind")]
public enum BookEventKind
{
    /// <summary>A split or a reverse split.</summary>
    Split = 0,

    /// <summary>The asset goes on under another id.</summary>
    SymbolChange = 1,

    /// <summary>What is held ends, for a price or for nothing.</summary>
    Delisting = 2,

    /// <summary>Received for what is held long, paid for what is held short.</summary>
    Dividend = 3,

    /// <summary>On cash: received, or paid where it is borrowed.</summary>
    Interest = 4,

    /// <summary>Swap or funding of a position over a night or an interval: paid or received.</summary>
    Financing = 5,

    /// <summary>Paid for what is borrowed to be sold short.</summary>
    BorrowFee = 6,

    /// <summary>A fee that belongs to no fill.</summary>
    Fee = 7,

    /// <summary>A fee that is given back.</summary>
    Rebate = 8,
}

/// <summary>What an event did. A repeated event has the answer of the first time.</summary>
/// <param name="Sequence">Its number in the portfolio's journal; 0 where it was only asked what the event would do.</param>
/// <param name="AssetId">The asset that is held from then on.</param>
/// <param name="QuantityBefore">Signed units that it met.</param>
/// <param name="Quantity">Signed units that it left.</param>
/// <param name="Amount">What cash gained, in the portfolio's currency, the tax that was kept back taken out.</param>
/// <param name="Withheld">The tax that was kept back, in the portfolio's currency.</param>
/// <param name="Rate">The conversion that was used.</param>
/// <param name="RateSource">Where the conversion is from.</param>
/// <param name="Repeated">Whether it was known already.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookEventAnswer")]
public sealed record BookEventAnswer(
    string EventId,
    BookEventKind Kind,
    long Sequence,
    string? AssetId,
    decimal QuantityBefore,
    decimal Quantity,
    decimal Amount,
    decimal Withheld,
    decimal Rate,
    string RateSource,
    bool Repeated)
{
    /// <summary>Of one that came late: how many ended days have another row by it.</summary>
    [Id(0)]
    public int RevisedDays { get; init; }

    /// <summary>The first of them; null where there is none.</summary>
    [Id(1)]
    public DateOnly? RevisedFrom { get; init; }

    /// <summary>What a unit was marked at when it came, in the asset's quote currency; null where nothing marked was held.</summary>
    [Id(2)]
    public decimal? PriceBefore { get; init; }

    /// <summary>Likewise after it.</summary>
    [Id(3)]
    public decimal? PriceAfter { get; init; }

    /// <summary>What is hard to believe of one that was only asked for: it would have to be confirmed. Null where nothing is.</summary>
    [Id(4)]
    public string? Doubt { get; init; }
}
