using OrleansAssets.Domain.Monetary;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// A fill in the currencies of the book: its price in the asset's quote currency, its fee in the portfolio's. The rate that is given with
/// the fill comes first, then the portfolio's own conversion; without any the fill is refused, as its worth would be a guess.
/// </summary>
public static class FillConversion
{
    public const string GivenWithFill = "given with the fill";

    public static FillRecorded Of(Fill fill, BookDraft draft, Func<string, Quote?> quoteOf)
    {
        var quoted = Conversions.QuoteCurrencyOf(fill.AssetId);
        var paid = fill.Currency is { } code ? new Currency(code) : quoted;
        var paidRate = RateOf(fill, paid, draft, quoteOf, given: fill.Rate);
        var isSame = paid == quoted;
        var rate = isSame ? paidRate : RateOf(fill, quoted, draft, quoteOf, given: null);
        var price = isSame ? fill.Price : rate.Back(paidRate.Convert(new Price(fill.Price, paid))).Kept().PerUnit;
        var fee = FillFees.Of(fill, paidRate, new Price(price, quoted), rate, currency => FeeRateOf(fill, currency, draft, quoteOf));
        return new FillRecorded(
            fill, "", "", Conversions.IsMargined(fill.AssetId), price, rate.Rate,
            (isSame ? rate.Source : $"{rate.Source}; price in {paid}: {paidRate.Source}") + fee.Source, fee.Charge.Amount, null,
            QuantityAfter: 0, AverageAfter: 0, Realised: 0, Paper: false)
        {
            RateAt = Conversions.KeptAt(rate), FeeUnits = fee.Units,
        };
    }

    private static ExchangeRate FeeRateOf(Fill fill, Currency currency, BookDraft draft, Func<string, Quote?> quoteOf) =>
        Conversions.Find(currency, draft.Book, quoteOf, draft.Now)
        ?? Conversions.FindCollected(currency, draft.Book, quoteOf, draft.Now)
        ?? throw InvalidRequestException.At(
            "feeCurrency", currency, "must be one whose rate is known",
            $"The fee of the fill '{fill.FillId}' is in {currency}, and no conversion to {Conversions.Currency} is known: state one "
            + $"('assets portfolio rate {currency} RATE'), or collect {string.Join(" or ", Conversions.PairsOf(currency))}.",
            $"state a rate of {currency}, or collect {string.Join(" or ", Conversions.PairsOf(currency))}");

    private static ExchangeRate RateOf(
        Fill fill, Currency currency, BookDraft draft, Func<string, Quote?> quoteOf, decimal? given)
    {
        if (given is { } rate)
        {
            return currency != Conversions.Currency || rate == 1
                ? new ExchangeRate(currency, Conversions.Currency, rate, GivenWithFill, fill.At)
                : throw InvalidRequestException.At(
                    "rate", fill.Rate, "must be 1 or left out in the portfolio's own currency",
                    $"The fill '{fill.FillId}' is in {currency}, the portfolio's currency: leave its rate out, or give 1.");
        }

        return Conversions.Find(currency, draft.Book, quoteOf, draft.Now) ?? throw InvalidRequestException.At(
            "rate", fill.Rate, "must be given where no rate of the currency is known",
            $"The fill '{fill.FillId}' is in {currency}, and no conversion to {Conversions.Currency} is known: give a rate with the fill, "
            + $"state one ('assets portfolio rate {currency} RATE'), or collect {string.Join(" or ", Conversions.PairsOf(currency))}.",
            $"give a rate with the fill, state one, or collect {string.Join(" or ", Conversions.PairsOf(currency))}");
    }
}
