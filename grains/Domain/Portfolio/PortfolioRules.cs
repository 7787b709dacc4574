using System.Collections.Immutable;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio;

/// <summary>A portfolio's book as its readers see it.</summary>
public static class PortfolioRules
{
    /// <summary>Class of an asset that the configuration no longer has.</summary>
    public const string UnknownClass = "unknown";

    /// <param name="standing">Whose word counts of what waits; null for everybody's.</param>
    public static PortfolioView View(
        string portfolioId, PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now, WordStanding? standing = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var hasMoney = book.HasMoney;
        return new PortfolioView(
            portfolioId,
            Conversions.Currency.Code,
            hasMoney ? book.Equity.Amount : null,
            book.LastDay?.Day ?? book.Imported?.Last?.Day,
            hasMoney ? book.PeakEquity : null,
            hasMoney ? (double)(0 - PortfolioFold.ChainOf(book).DrawdownAt(book.Equity.Amount)) : null,
            book.EquityDays,
            book.ClosedTrades,
            [.. book.Positions.Values.Select(held => new Position(
                held.AssetId, held.ClassId, held.Quantity > 0 ? TradeSide.Long : TradeSide.Short, Math.Abs(held.Quantity),
                held.AverageEntryPrice, held.OpenedAt))],
            Details(portfolioId, book, configuration, now, standing ?? WordStanding.All));
    }

    public static TradingModeView Mode(PortfolioBook book) =>
        new(HaltRules.ModeOf(book), book.ModeVersion, [.. book.Halts.Select(halt => halt.Halt)]);

    /// <summary>Open trades as positions, one for each asset and side.</summary>
    public static ImmutableArray<Position> Positions(ImmutableArray<Trade> trades, Func<string, string?> classOf) =>
        [.. trades.GroupBy(trade => (trade.AssetId, trade.Side))
            .OrderBy(group => group.Key.AssetId, StringComparer.Ordinal).ThenBy(group => group.Key.Side)
            .Select(group =>
            {
                var quantity = group.Sum(trade => trade.Quantity);
                return new Position(
                    group.Key.AssetId,
                    classOf(group.Key.AssetId) ?? UnknownClass,
                    group.Key.Side,
                    quantity,
                    group.Sum(trade => trade.Quantity * trade.EntryPrice) / quantity,
                    group.Min(trade => trade.OpenedAt));
            })];

    /// <summary>Whether anybody's word waits for another's.</summary>
    public static bool IsWaiting(PortfolioBook book, ApprovalSettings approvals, DateTimeOffset now) =>
        WithdrawalRules.Waiting(book, approvals, now).Any() || RateRules.Waiting(book, approvals, now).Any();

    private static BookView Details(
        string portfolioId, PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now, WordStanding standing) => new(
        Keys.IsShadowPortfolio(portfolioId),
        book.Cash,
        book.Flows,
        book.RealisedProfit,
        book.Positions.Values.Sum(Conversions.Currency, held => held.UnrealisedProfit).Amount,
        book.Fees,
        book.DayAnchor,
        HaltRules.ModeOf(book),
        book.ModeVersion,
        [.. book.Halts.Select(halt => halt.Halt)],
        [.. book.Positions.Values.Select(held => new PositionView(
            held.AssetId, held.ClassId, held.Quantity, held.AverageEntryPrice, held.MarkPrice, held.MarkedAt, held.Rate, held.RateSource,
            held.Value.Amount, held.Exposure.Amount, held.UnrealisedProfit.Amount, held.StopPrice, held.OpenedAt, held.Margined,
            held.RateAt)
            {
                TargetPrice = held.TargetPrice,
            })],
        [.. book.Reservations.Values.Where(held => held.ExpiresAt > now)],
        [.. HaltRules.Warnings(book, configuration.Risk), .. ScopeHaltRules.Near(book, configuration.Halts).Select(near => near.Text)],
        book.LastDrill,
        book.Head,
        book.LastHaltedAt,
        book.Income,
        book.Costs,
        Rates(book),
        HaltRules.Distances(book, configuration.Risk))
    {
        Unseen = book.Unseen,
        Advice = book.Advice,
        Withdrawals = WithdrawalRules.View(book, configuration.Approvals, standing, now),
        WaitingRates = RateRules.View(book, configuration.Approvals, standing, now),
        ScopeDistances = ScopeDistances.Of(book, configuration, now),
        Heat = book.Positions.IsEmpty && book.Reservations.IsEmpty ? 0 : BookFigures.HeatOf(book, configuration, now),
    };

    private static ImmutableArray<RateView> Rates(PortfolioBook book) =>
    [
        .. book.Positions.Values.Select(held => new RateView(
                Conversions.QuoteCurrencyOf(held.AssetId).Code, held.Rate, held.RateSource, held.RateAt))
            .Where(rate => rate.Currency != Conversions.Currency.Code)
            .Concat(book.Rates.Select(known => new RateView(known.Key, known.Value.Rate, known.Value.Source, known.Value.At)))
            .GroupBy(rate => rate.Currency, StringComparer.Ordinal)
            .Select(same => same.MaxBy(rate => rate.At ?? DateTimeOffset.MinValue)!)
            .OrderBy(rate => rate.Currency, StringComparer.Ordinal),
    ];
}
