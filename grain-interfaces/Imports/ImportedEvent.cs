using Orleans;

namespace OrleansAssets.Imports;

/// <summary>A line of a broker's statement that is no trade: an income, a cost, money paid in or out, or what became of a share.</summary>
/// <param name="EventId">The broker's id, once per portfolio, at most <see cref="IdLengthMax"/> characters.</param>
/// <param name="BookedAt">When the broker booked it, UTC: of a dividend when it was paid, which is weeks after its ex-date.</param>
/// <param name="AssetId">The asset that it is of; null for what is of the whole portfolio.</param>
/// <param name="Amount">
/// What cash gained in all, in <paramref name="Currency"/>, before the tax that was kept back: less than 0 where it was paid. Null of a
/// split, of a change of the symbol and of a delisting.
/// </param>
/// <param name="Withheld">Tax kept back in the same line, 0 or more.</param>
/// <param name="Currency">Of the amounts; null is the portfolio's.</param>
/// <param name="NewUnits">Of a split: what <paramref name="OldUnits"/> became.</param>
/// <param name="NewAssetId">Of a change of the symbol: the id from then on.</param>
/// <param name="ExDate">From which date on it holds: of a dividend its ex-date; null where the statement does not say.</param>
/// <param name="StrategyId">Whose it is; null shares it by what each strategy holds.</param>
/// <param name="Note">What the statement says of it; null for nothing.</param>
/// <param name="Line">Where it is in the file, for faults.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportedEvent")]
public sealed record ImportedEvent(
    string EventId,
    ImportedEventKind Kind,
    DateTimeOffset BookedAt,
    string? AssetId,
    decimal? Amount,
    decimal Withheld,
    string? Currency,
    int? NewUnits,
    int? OldUnits,
    string? NewAssetId,
    DateOnly? ExDate,
    string? StrategyId,
    string? Note,
    long Line)
{
    /// <summary>Longest id of a line, in characters.</summary>
    public const int IdLengthMax = 60;

    /// <summary>Of a delisting: what each unit was paid, in the asset's quote currency, 0 for nothing; null of all else.</summary>
    [Id(0)]
    public decimal? PerUnit { get; init; }
}

/// <summary>What a line of a broker's statement is.</summary>
[GenerateSerializer, Alias("OrleansAssets.ImportedEventKind")]
public enum ImportedEventKind
{
    /// <summary>A split or a reverse split.</summary>
    Split = 0,

    /// <summary>The asset goes on under another id.</summary>
    SymbolChange = 1,

    /// <summary>Received for what is held long, paid for what is held short.</summary>
    Dividend = 2,

    /// <summary>Tax kept back from a dividend or from interest, or given back, in a line of its own.</summary>
    Tax = 3,

    /// <summary>On cash: received, or paid where it is borrowed.</summary>
    Interest = 4,

    /// <summary>Swap or funding of a position: paid or received.</summary>
    Financing = 5,

    /// <summary>Paid for what is borrowed to be sold short.</summary>
    BorrowFee = 6,

    /// <summary>A fee that belongs to no fill.</summary>
    Fee = 7,

    /// <summary>A fee that is given back.</summary>
    Rebate = 8,

    /// <summary>Money paid in, or taken out.</summary>
    CashFlow = 9,

    /// <summary>What is held of the asset ends, for a price or for nothing.</summary>
    Delisting = 10,
}
