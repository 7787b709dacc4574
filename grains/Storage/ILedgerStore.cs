using System.Collections.Immutable;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>Trades and daily equity of a portfolio.</summary>
public interface ILedgerStore
{
    /// <summary>
    /// Equity points of the days in [from, until] as known at an instant (null: now), oldest first; with the last one before
    /// <paramref name="from"/> as the first.
    /// </summary>
    Task<ImmutableArray<EquityPoint>> GetKnownEquityAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>
    /// Trades that were open at some time of [from, until), as known at an instant (null: now); by closing time, open ones last.
    /// </summary>
    Task<ImmutableArray<Trade>> GetKnownTradesAsync(
        string portfolioId, DateTimeOffset from, DateTimeOffset until, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>
    /// Profits of the days in [from, until] by asset and strategy as known at an instant (null: now), by day, asset and strategy.
    /// </summary>
    Task<ImmutableArray<DayProfit>> GetKnownProfitsAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset? knownAt, CancellationToken cancellationToken);

    /// <summary>Days in [from, until] that had other figures at an instant than they have now; oldest first.</summary>
    Task<ImmutableArray<DateOnly>> GetRevisedDaysAsync(
        string portfolioId, DateOnly from, DateOnly until, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Trades that are still open.</summary>
    Task<ImmutableArray<Trade>> GetOpenTradesAsync(string portfolioId, CancellationToken cancellationToken);

    /// <summary>
    /// A page of trades: open ones first, the last opened first, where they are asked for; then closed ones, the last closed first. Those
    /// of one instant are by their ids.
    /// </summary>
    /// <param name="after">Those behind this place; null begins with the first. The query's own is not read.</param>
    Task<ImmutableArray<LedgerTrade>> FindTradesAsync(
        string portfolioId, TradeQuery query, TradePlace? after, CancellationToken cancellationToken);

    /// <summary>How many trades of the whole record are closed.</summary>
    Task<int> CountClosedTradesAsync(string portfolioId, CancellationToken cancellationToken);
}
