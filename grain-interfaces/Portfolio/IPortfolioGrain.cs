using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>One portfolio; key <see cref="Keys.Portfolio"/>. The one writer of its equity, positions and trades.</summary>
[Alias("OrleansAssets.IPortfolioGrain")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    /// <summary>The portfolio as it stands; an unknown one is empty.</summary>
    [Alias("Get")]
    Task<PortfolioView> GetAsync();

    /// <summary>Moves an import's staged trades or equity into the tables, once, and takes the new figures.</summary>
    [Alias("TakeImport")]
    Task<Imports.ImportCounts> TakeImportAsync(Guid importId, Imports.ImportKind kind);
}

/// <summary>A portfolio as it stands. Money in <paramref name="Currency"/>.</summary>
/// <param name="Equity">Value at the end of <paramref name="EquityDay"/>, null without a record.</param>
/// <param name="Drawdown">Fraction below the peak, 0 or less.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PortfolioView")]
public sealed record PortfolioView(
    string Id,
    string Currency,
    decimal? Equity,
    DateOnly? EquityDay,
    decimal? PeakEquity,
    double? Drawdown,
    int EquityDays,
    int ClosedTrades,
    ImmutableArray<Position> Positions);

/// <summary>An open position: the sum of the open trades of one asset and side.</summary>
/// <param name="Quantity">Units, more than 0.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Position")]
public sealed record Position(string AssetId, string ClassId, TradeSide Side, decimal Quantity, decimal AverageEntryPrice, DateTimeOffset OpenedAt);

/// <summary>A trade: open while <paramref name="ClosedAt"/> is null.</summary>
/// <param name="TradeId">The user's id, unique in the portfolio.</param>
/// <param name="Fees">All fees, in the portfolio's currency, 0 or more.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Trade")]
public sealed record Trade(
    string TradeId,
    string AssetId,
    string? StrategyId,
    TradeSide Side,
    decimal Quantity,
    DateTimeOffset OpenedAt,
    decimal EntryPrice,
    DateTimeOffset? ClosedAt,
    decimal? ExitPrice,
    decimal Fees);

/// <summary>Direction of a trade.</summary>
[GenerateSerializer, Alias("OrleansAssets.TradeSide")]
public enum TradeSide
{
    Long = 0,
    Short = 1,
}

/// <summary>Portfolio value at the end of a day.</summary>
/// <param name="Equity">Net of fees, more than or equal to 0.</param>
/// <param name="CashFlow">Deposits less withdrawals during the day; taken out of the day's return.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EquityPoint")]
public sealed record EquityPoint(DateOnly Day, decimal Equity, decimal CashFlow);
