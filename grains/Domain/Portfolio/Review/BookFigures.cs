using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Review;

/// <summary>
/// What is told of a book to who watches it from outside, from the book alone: at the marks and the rates that it holds.
/// </summary>
/// <param name="Drawdown">Part of the peak that is lost, 0 or more.</param>
/// <param name="Heat">What is lost where every position meets its stop, as a part of equity; reservations included.</param>
/// <param name="Limits">Each limit that a book reaches by itself, and how much of it is used: 1 is all of it.</param>
/// <param name="ScopeLimits">
/// The same of limits of classes, assets and strategies: of each the one that is nearest to it, 0 where none is set.
/// </param>
/// <param name="ScopeHalts">Halts of classes, assets and strategies that stand, 0 included.</param>
/// <param name="StaleMarks">Positions whose price is older than it may be.</param>
/// <param name="OpenOrders">Of each state in which an order is open, 0 included.</param>
public sealed record BookFigures(
    decimal Equity,
    decimal Drawdown,
    decimal Heat,
    ImmutableArray<(string Code, decimal Used)> Limits,
    ImmutableArray<(HaltScope Scope, string Code, decimal Used)> ScopeLimits,
    ImmutableArray<(HaltScope Scope, int Count)> ScopeHalts,
    TradingMode Mode,
    int Positions,
    int StaleMarks,
    int Reservations,
    ImmutableArray<(OrderState State, int Count)> OpenOrders)
{
    private static readonly ImmutableArray<OrderState> OpenStates = [OrderState.Approved, OrderState.Working, OrderState.PartlyFilled];

    private static readonly ImmutableArray<HaltScope> Scopes = [HaltScope.AssetClass, HaltScope.Asset, HaltScope.Strategy];

    public static BookFigures Of(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        var (equity, limits) = (book.Equity, configuration.Risk);
        var drawdown = new LossMeasure(book.Peak, equity, limits.EmergencyStopDrawdown);
        var dayLoss = new LossMeasure(book.DayStart, equity, limits.DailyLossLimit);
        var heat = equity.IsPositive ? HeatOf(book, configuration, now) / equity.Amount : 0;
        return new BookFigures(
            equity.Amount,
            drawdown.Share,
            heat,
            [
                (RuleCodes.Drawdown, Part(drawdown.Share, limits.EmergencyStopDrawdown)),
                (RuleCodes.DailyLoss, Part(dayLoss.Share, limits.DailyLossLimit)),
                (RuleCodes.PortfolioHeat, Part(heat, limits.MaxPortfolioHeat)),
            ],
            [.. ScopeHaltRules.NearestOf(book, configuration.Halts)],
            [.. Scopes.Select(scope => (scope, book.Halts.Count(halt => halt.Halt.Scope == scope)))],
            HaltRules.ModeOf(book),
            book.Positions.Count,
            MarkAges.Of(book, configuration, now).Count(age => age.IsOld()),
            book.Reservations.Values.Count(held => held.ExpiresAt > now),
            [.. OpenStates.Select(state => (state, book.OrderBook.ById.Values.Count(order => order.State == state)))]);
    }

    /// <summary>What is lost where every position meets its stop, in the portfolio's currency; reservations included.</summary>
    public static decimal HeatOf(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        var held = book.ToPreTrade(now);
        var ids = held.Positions.Select(position => position.AssetId).Concat(held.Reservations.Select(reservation => reservation.AssetId));
        // A position's own rate is the one that it was valued at.
        var rates = book.Positions.Values
            .Select(position => new ConversionRate(
                Conversions.QuoteCurrencyOf(position.AssetId).Code, position.Rate, position.RateSource, position.RateAt ?? now))
            .Concat(Conversions.FindAll(ids, book, _ => null, now))
            .Where(rate => rate.Currency != Conversions.Currency.Code)
            .DistinctBy(rate => rate.Currency, StringComparer.Ordinal).ToImmutableArray();
        var assets = configuration.Assets.Where(asset => ids.Contains(asset.Id, StringComparer.Ordinal)).Select(OtherAsset.Of);
        return Exposure.OfBook(held, [.. assets], ConversionRate.Table(rates, held.Currency))
            .Sum(Conversions.Currency, exposure => exposure.Heat + exposure.ReservedHeat).Amount;
    }

    private static decimal Part(decimal used, decimal limit) => limit > 0 ? used / limit : 0;
}
