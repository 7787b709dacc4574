using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Performance;

/// <summary>
/// Which trades are asked for: those that were closed last first. Without asset, class and strategy they are of the whole portfolio; with
/// several of them of their common part.
/// </summary>
/// <param name="Most">Of one page, 1 to 1,000.</param>
/// <param name="Before">Those after a place, the <see cref="TradePage.Next"/> of the page before; null begins with the first page.</param>
/// <param name="AssetId">One asset only.</param>
/// <param name="ClassId">One class only, by the class that the record has of the trade.</param>
/// <param name="StrategyId">One strategy only, by the id that the trades carry.</param>
/// <param name="From">First day of closing, UTC; null for any. Open trades have none, so that it is of closed ones only.</param>
/// <param name="Until">Last day of closing, UTC, inclusive; null for any. Likewise of closed ones only.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TradeQuery")]
public sealed record TradeQuery(
    int Most,
    string? Before = null,
    string? AssetId = null,
    string? ClassId = null,
    string? StrategyId = null,
    DateOnly? From = null,
    DateOnly? Until = null,
    TradeScope Scope = TradeScope.Closed);

/// <summary>Whether trades are listed that are closed, open, or both.</summary>
[GenerateSerializer, Alias("OrleansAssets.TradeScope")]
public enum TradeScope
{
    /// <summary>Those that are closed.</summary>
    Closed = 0,

    /// <summary>Those that are open, the last opened first.</summary>
    Open = 1,

    /// <summary>First of all those that are open, then those that are closed.</summary>
    All = 2,
}

/// <summary>A trade of the record with what it brought.</summary>
/// <param name="ClassId">Class of its asset, as recorded with it.</param>
/// <param name="PriceCurrency">
/// In which the prices are: the portfolio's currency where it is closed, at the rates of its fills, and the asset's quote currency while it
/// is open.
/// </param>
/// <param name="Profit">In the portfolio's currency, net of its fees; null while it is open.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ListedTrade")]
public sealed record ListedTrade(Trade Trade, string ClassId, string PriceCurrency, decimal? Profit);

/// <summary>A page of trades.</summary>
/// <param name="Currency">The portfolio's, in which profits and fees are.</param>
/// <param name="Next">What the next page is asked for with as <see cref="TradeQuery.Before"/>; null where this was the last one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TradePage")]
public sealed record TradePage(string Currency, ImmutableArray<ListedTrade> Trades, string? Next);
