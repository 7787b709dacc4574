using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// The right fill in the currencies of the book: at the conversion of the wrong one, which was known at its time. It is of the order and
/// the strategy of the wrong one where it names no other.
/// </summary>
public static class FillReplacement
{
    /// <exception cref="InvalidRequestException">Its conversion is not known.</exception>
    public static FillRecorded Of(FillRecorded wrong, Fill right, string classId)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(right);
        right = right with
        {
            ClientOrderId = right.ClientOrderId ?? wrong.Fill.ClientOrderId, StrategyId = right.StrategyId ?? wrong.Fill.StrategyId,
        };
        var quoted = Conversions.QuoteCurrencyOf(right.AssetId);
        var paid = right.Currency is { } code ? new Currency(code) : quoted;
        if (paid != quoted)
        {
            throw InvalidRequestException.At(
                "replacement.currency", paid, $"must be {quoted}",
                $"The fill '{right.FillId}' is in {paid}: give the price of a replacement in {quoted}, the currency of {right.AssetId}.");
        }

        var isSame = quoted == Conversions.QuoteCurrencyOf(wrong.Fill.AssetId);
        decimal? known = isSame ? wrong.Rate : quoted == Conversions.Currency ? 1 : null;
        var rate = right.Rate ?? known ?? throw InvalidRequestException.At(
            "replacement.rate", null, "must be given",
            $"The fill '{right.FillId}' is in {quoted} and the one that it replaces is not: give its rate.");
        var conversion = new ExchangeRate(quoted, Conversions.Currency, rate, "", right.At);
        var fee = FillFees.Of(right with { Currency = null }, conversion, new Price(right.Price, quoted), conversion, currency =>
            throw InvalidRequestException.At(
                "replacement.feeCurrency", currency, $"must be {quoted}",
                $"The fee of the fill '{right.FillId}' is in {currency}, whose rate of then is not kept: give its worth in {quoted}."));
        return wrong with
        {
            Fill = right,
            Restated = null,
            CountsAt = wrong.CountsAt > right.At ? wrong.CountsAt : null,
            MarketSince = wrong.MarketSince + (right.At - wrong.Fill.At),
            Market = right.AssetId == wrong.Fill.AssetId && right.At == wrong.Fill.At ? wrong.Market : null,
            ContentHash = ContentHash.Of(right),
            ClassId = classId,
            Margined = Conversions.IsMargined(right.AssetId),
            Price = right.Price,
            Rate = rate,
            RateSource = right.Rate is null && isSame ? wrong.RateSource : FillConversion.GivenWithFill,
            Fee = fee.Charge.Amount,
            FeeUnits = fee.Units,
        };
    }
}
