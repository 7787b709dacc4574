using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>The capital that what is held, and what approved orders reserve, needs: what may be taken out is beyond it.</summary>
public static class MarginRules
{
    /// <summary>Each position takes the inverse of its leverage limit, as an order does (<c>CASH</c>): a share all of its worth.</summary>
    /// <exception cref="InvalidRequestException">The rate of a reserved asset's currency is not known.</exception>
    public static Money Needed(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(configuration);
        var held = book.Positions.Values.Sum(
            Conversions.Currency, one => one.Exposure / LeverageOf(one.AssetId, configuration));
        var reserved = book.Reservations.Values.Where(one => one.ExpiresAt > now).GroupBy(one => one.AssetId, StringComparer.Ordinal).Sum(
            Conversions.Currency, of => OpenedBy(book, of, now) / LeverageOf(of.Key, configuration));
        return (held + reserved).Kept();
    }

    /// <summary>What orders of an asset add to what is at stake, whichever of their sides is filled; exits add nothing.</summary>
    private static Money OpenedBy(PortfolioBook book, IGrouping<string, Reservation> orders, DateTimeOffset now)
    {
        var held = book.Positions.GetValueOrDefault(orders.Key);
        var units = held?.Quantity ?? 0;
        var (bought, sold) = (
            orders.Where(one => one.SignedQuantity > 0).Sum(one => one.SignedQuantity),
            orders.Where(one => one.SignedQuantity < 0).Sum(one => one.SignedQuantity));
        var more = Math.Max(Math.Abs(units + bought), Math.Abs(units + sold)) - Math.Abs(units);
        var price = Math.Max(held?.MarkPrice ?? 0, orders.Max(one => one.Price ?? 0));
        return more <= 0 || price <= 0 ? Money.Zero(Conversions.Currency)
            : RateOf(book, held, orders.First(), now)
                .Convert(new Price(price, Conversions.QuoteCurrencyOf(orders.Key)) * new Quantity(more));
    }

    private static ExchangeRate RateOf(PortfolioBook book, BookPosition? held, Reservation order, DateTimeOffset now)
    {
        var currency = Conversions.QuoteCurrencyOf(order.AssetId);
        return held?.Conversion ?? Conversions.Find(currency, book, _ => null, now) ?? throw InvalidRequestException.At(
            "currency", currency, "must be one whose rate is known",
            $"What the order '{order.ClientOrderId}' reserves of {order.AssetId} has no worth in {Conversions.Currency}, as the portfolio "
            + $"knows no rate of {currency}: state it (assets portfolio rate {currency}), or report the order's end first.",
            $"state a rate of {currency}, or report the order's end first");
    }

    private static decimal LeverageOf(string assetId, AssetsConfiguration configuration) =>
        configuration.FindAsset(assetId)?.Risk.LeverageLimit ?? 1;
}
