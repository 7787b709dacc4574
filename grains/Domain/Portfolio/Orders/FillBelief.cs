using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>
/// What nobody would believe of a fill: a price or a rate far off the market, a fee out of all proportion, or more than the portfolio could
/// pay for. It may be true, so that a second word takes it; a slip of the keyboard is stopped.
/// </summary>
public static class FillBelief
{
    /// <summary>The part of what is traded that no venue asks for as its fee, or pays as a rebate.</summary>
    public const decimal FeeShareMax = 0.03m;

    /// <param name="recorded">In the asset's quote currency, units and name of today.</param>
    /// <param name="quote">The newest believed quote of the asset; null for none.</param>
    /// <param name="rate">What is hard to believe of the rate that was given with it; null where nothing is.</param>
    /// <param name="isReplacement">Whether it replaces a wrong one, which may be what the position is marked at.</param>
    /// <returns>What is hard to believe, with the figures; null where nothing is.</returns>
    public static string? DoubtOf(
        PortfolioBook book, FillRecorded recorded, Quote? quote, QuoteLimits quotes, OrderLimits limits, string? rate,
        bool isReplacement = false)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(quotes);
        ArgumentNullException.ThrowIfNull(limits);
        var held = book.Positions.GetValueOrDefault(recorded.Fill.AssetId);
        var measure = SplitRules.MeasureOf(book, recorded.Fill.AssetId, quote);
        string?[] doubts =
        [
            StatedFigures.OfPrice(recorded.Price, recorded.Fill.At, isReplacement ? null : held, measure, quotes), rate,
            OfFee(book, recorded), OfSize(book, recorded, limits),
        ];
        var told = string.Join("; ", doubts.OfType<string>());
        return told.Length == 0 ? null : told;
    }

    // A price and a fee that were exchanged, or a point that was left out. What a venue asks for at least passes, however little is traded;
    // it pays no rebate like that.
    private static string? OfFee(PortfolioBook book, FillRecorded recorded)
    {
        var (fee, traded) = (Math.Abs(recorded.Fee), Math.Abs(recorded.Conversion.Convert(recorded.UnitPrice * recorded.Units).Amount));
        return fee <= Math.Max(traded * FeeShareMax, recorded.Fee < 0 ? 0 : EventBelief.PettyOf(book)) ? null
            : $"its {(recorded.Fee < 0 ? "rebate" : "fee")} of {Amounts.Text(Math.Round(fee, 2))} {Conversions.Currency} is more than "
                + $"{Amounts.Percent(FeeShareMax)} of the {Amounts.Text(Math.Round(traded, 2))} {Conversions.Currency} that were traded";
    }

    private static string? OfSize(PortfolioBook book, FillRecorded recorded, OrderLimits limits)
    {
        if (!PortfolioFold.ChainOf(book).IsFunded)
        {
            return null; // no capital is told of, and so no measure
        }

        var held = book.Positions.GetValueOrDefault(recorded.Fill.AssetId)?.Units ?? Quantity.Zero;
        var opening = held.Sign == -recorded.Units.Sign ? Math.Max(0, recorded.Units.Abs().Units - held.Abs().Units)
            : recorded.Units.Abs().Units;
        var worth = Math.Abs(recorded.Conversion.Convert(recorded.UnitPrice * new Quantity(opening)).Amount);
        var equity = Math.Max(0, book.Equity.Amount);
        return worth <= equity * limits.MaxGrossLeverage ? null
            : $"it opens {Amounts.Text(Math.Round(worth, 2))} {Conversions.Currency}, more than "
                + $"{Amounts.Text(limits.MaxGrossLeverage)} times the equity of {Amounts.Text(Math.Round(equity, 2))}";
    }
}
