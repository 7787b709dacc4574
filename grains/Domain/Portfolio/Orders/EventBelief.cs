using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>
/// What nobody would believe of an event: a split that the market has not had, a dividend out of all proportion to the price, a charge or
/// an income that is much of the equity. It may be true, so that a second word takes it.
/// </summary>
public static class EventBelief
{
    /// <summary>What is hard to believe of a fill, a charge or an income that somebody tells a paper portfolio.</summary>
    public const string OnPaper =
        "a paper portfolio fills its orders by itself, and its record is evidence: nothing of it happened at a broker";

    /// <summary>The part of a unit's price that hardly a dividend comes to.</summary>
    public const decimal DividendShareMax = 0.10m;

    /// <summary>The part of the equity that hardly a charge, an interest or a rebate comes to.</summary>
    public const decimal EquityShareMax = 0.02m;

    /// <summary>In the portfolio's currency: what venues ask for at least however little is traded, or once a month.</summary>
    public const decimal PettyMost = 25;

    private const decimal PettyLeast = 5;
    private const decimal PettyShare = 0.01m;

    /// <summary>What is no question whatever it is a part of: 25 USD, in a small portfolio 1 % of it, and never less than 5.</summary>
    public static decimal PettyOf(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return !PortfolioFold.ChainOf(book).IsFunded ? PettyMost
            : Math.Clamp(book.Equity.Amount * PettyShare, PettyLeast, PettyMost);
    }

    /// <param name="book">The book without it, as it stands.</param>
    /// <param name="recorded">The event with what it would do at its time.</param>
    /// <param name="quote">The newest believed quote of its asset; null for none.</param>
    /// <param name="market">The newest quote of it, whether it is believed or not; null for none.</param>
    /// <param name="renamed">Of a change of the symbol: the newest believed quote of the new one; null for none.</param>
    /// <returns>What is hard to believe, with the figures; null where nothing is.</returns>
    public static string? DoubtOf(
        PortfolioBook book, BookEventRecorded recorded, Quote? quote, Quote? market, QuoteLimits limits, Quote? renamed = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(recorded);
        var one = recorded.Event;
        var isTold = one.Operator == SettlingRules.Operator; // by a vendor: nothing was typed
        return one.Kind switch
        {
            BookEventKind.Split => OfSplit(book, recorded, market, isTold),
            BookEventKind.SymbolChange => isTold ? null : OfRename(book, one, renamed, limits),
            BookEventKind.Delisting => isTold || recorded.Outcome.QuantityBefore == 0 ? null : StatedFigures.OfPrice(
                one.PerUnit ?? 0, one.EffectiveAt, book.Positions.GetValueOrDefault(one.AssetId!),
                SplitRules.MeasureOf(book, one.AssetId!, quote), limits), // one has an asset
            BookEventKind.Dividend when PerUnitOf(recorded) is { } perUnit => OfDividend(recorded, perUnit, book),
            _ => OfAmount(book, recorded),
        };
    }

    /// <summary>
    /// Likewise of a change of the symbol to an asset that the configuration does not know, so that it would never be marked again, or that
    /// is of another class.
    /// </summary>
    public static string? OfNewName(PortfolioBook book, BookEvent one, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(configuration);
        if (one is not { Kind: BookEventKind.SymbolChange, NewAssetId: { } id } || one.Operator == SettlingRules.Operator)
        {
            return null;
        }

        var held = book.Positions.GetValueOrDefault(one.AssetId!); // a change of a symbol has an asset
        return configuration.FindAsset(id) is not { } known
            ? $"{UnknownId.Message("asset", id, configuration.Assets.Select(asset => asset.Id)).TrimEnd('.')}: nothing would mark it"
            : held is not null && held.ClassId != known.ClassId ? $"{id} is of {known.ClassId}, and {one.AssetId} of {held.ClassId}"
            : null;
    }

    private static string? OfRename(PortfolioBook book, BookEvent one, Quote? renamed, QuoteLimits limits) =>
        book.Positions.GetValueOrDefault(one.AssetId!) is { } held // a change of a symbol has an asset
            && StatedFigures.OfPrice(held.MarkPrice, one.EffectiveAt, null, renamed, limits) is { } far
            ? $"what is held would be {one.NewAssetId}, and {far}"
            : null;

    /// <summary>
    /// Prices of after the split show whether the market has had it. Without one, the last price before it says that it is not known yet:
    /// that is a question to who typed it, and none to what a vendor told, which comes before the first quote in new units.
    /// </summary>
    private static string? OfSplit(PortfolioBook book, BookEventRecorded recorded, Quote? market, bool isTold)
    {
        var (one, ratio) = (recorded.Event, new SplitRatio(recorded.Event.NewUnits ?? 1, recorded.Event.OldUnits ?? 1)); // a split has them
        if (recorded.Outcome is not { PriceBefore: { } before, QuantityBefore: not 0 })
        {
            return null; // nothing was held, or what it was worth is not known
        }

        var held = book.Positions.GetValueOrDefault(one.AssetId!);
        (decimal Price, DateTimeOffset At, string Source)[] known =
        [
            .. market is null ? [] : new[] { (market.Mid, market.At, market.SourceId) },
            .. held is null || held.MarkedAt < one.EffectiveAt ? [] : new[] { (held.MarkPrice, held.MarkedAt, "the position's mark") },
        ];
        var newest = known.Where(price => !isTold || price.At >= one.EffectiveAt).OrderByDescending(price => price.At).FirstOrDefault();
        return !SplitRules.IsOfOldUnits(newest.Price, before, ratio) ? null
            : $"it makes {Amounts.Text(Rounding.Price(ratio.OfPrice(before)))} of the price of {Amounts.Text(Rounding.Price(before))}, and "
                + $"the newest price is {Amounts.Text(Rounding.Price(newest.Price))} ({newest.Source}, {InstantText.Seconds(newest.At)}): "
                + "the market has not had this split";
    }

    // In the currency of the event, as the price is converted into it.
    private static string? OfDividend(BookEventRecorded recorded, decimal perUnit, PortfolioBook book)
    {
        if (recorded is not { Outcome.PriceBefore: > 0 and var price, Event.AssetId: { } asset, Rate: > 0 })
        {
            return OfAmount(book, recorded);
        }

        var isSame = recorded.Currency == Conversions.QuoteCurrencyOf(asset);
        var rate = isSame ? recorded.Rate : book.Positions.GetValueOrDefault(asset)?.Rate ?? 1;
        var inIts = price * rate / recorded.Rate;
        return perUnit <= inIts * DividendShareMax ? null
            : $"its {Amounts.Text(Rounding.Price(perUnit))} {recorded.Currency} a unit is more than {Amounts.Percent(DividendShareMax)} of "
                + $"the price of {Amounts.Text(Rounding.Price(inIts))} {recorded.Currency}";
    }

    private static string? OfAmount(PortfolioBook book, BookEventRecorded recorded)
    {
        if (!PortfolioFold.ChainOf(book).IsFunded)
        {
            return null; // no capital is told of, and so no measure
        }

        var (amount, equity) = (Math.Abs(recorded.Outcome.Amount + recorded.Outcome.Withheld), Math.Max(0, book.Equity.Amount));
        return amount <= Math.Max(equity * EquityShareMax, PettyOf(book)) ? null
            : $"its {Amounts.Text(Math.Round(amount, 2))} {Conversions.Currency} is more than {Amounts.Percent(EquityShareMax)} of the "
                + $"equity of {Amounts.Text(Math.Round(equity, 2))}";
    }

    private static decimal? PerUnitOf(BookEventRecorded recorded) => recorded switch
    {
        { Event.PerUnit: { } perUnit } => perUnit,
        { Event.Amount: { } amount, Outcome.QuantityBefore: not 0 and var units } => Math.Abs(amount / units),
        _ => null,
    };
}
