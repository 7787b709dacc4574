using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What a book holds of one asset. Amounts in the portfolio's currency, 0 or more.</summary>
/// <param name="Net">Units held, below 0 for a short position.</param>
/// <param name="Held">Worth of the position.</param>
/// <param name="Reserved">
/// Worth of approved orders that would open or enlarge it. One that reduces it frees nothing until it is filled.
/// </param>
/// <param name="Heat">Loss of the position at its stop.</param>
/// <param name="ReservedHeat">Loss of the approved orders at theirs.</param>
/// <param name="LeverageLimit">Exposure per unit of capital: a unit of exposure needs its inverse.</param>
public sealed record Exposure(
    string AssetId,
    string ClassId,
    decimal Net,
    Money Held,
    Money Reserved,
    Money Heat,
    Money ReservedHeat,
    decimal LeverageLimit)
{
    public Money Total => Held + Reserved;

    /// <summary>Whether it is a position, or an approved order would make it one.</summary>
    public bool IsOpen => Net != 0 || Reserved.IsPositive;

    /// <summary>A book by asset, in the order of the ids: whatever order the book lists them in, the sums are the same.</summary>
    public static ImmutableArray<Exposure> OfBook(
        PreTradeBook book, IReadOnlyCollection<OtherAsset> assets, ExchangeRates rates)
    {
        var ids = book.Positions.Select(position => position.AssetId).Concat(book.Reservations.Select(reservation => reservation.AssetId));
        return [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => OfAsset(id, book, assets, rates))];
    }

    /// <summary>What units lose at their stop, in the portfolio's currency, 0 or more. Without any stop, all that they are worth.</summary>
    /// <param name="asset">Null for one that the catalogue no longer has: it has no distance of its own.</param>
    public static Money LossAtStop(
        string assetId, OtherAsset? asset, decimal units, decimal price, decimal? stop, ExchangeRates rates)
    {
        if (UnitWorth.Of(assetId, price, rates) is not { } worth)
        {
            return Money.Zero(rates.To);
        }

        var distance = stop is { } at ? Math.Max(0, units < 0 ? at - price : price - at)
            : asset is not null && ExitPrices.Distance(asset.StopLoss, asset.PipSize, price) is { } own ? own
            : price;
        return worth.Conversion.Convert(new Price(distance, worth.Conversion.From) * new Quantity(Math.Abs(units)));
    }

    private static Exposure OfAsset(
        string id, PreTradeBook book, IReadOnlyCollection<OtherAsset> assets, ExchangeRates rates)
    {
        var asset = assets.FirstOrDefault(known => known.AssetId == id);
        var positions = book.Positions.Where(position => position.AssetId == id)
            .OrderBy(position => position.SignedQuantity).ThenBy(position => position.MarkPrice)
            .ThenBy(position => position.StopPrice).ToList();
        var net = positions.Sum(position => position.SignedQuantity);
        // With no position, an approved order on either side may become one.
        var opening = book.Reservations
            .Where(reservation => reservation.AssetId == id && Math.Sign(reservation.SignedQuantity) != -Math.Sign(net))
            .OrderBy(reservation => reservation.SignedQuantity).ThenBy(reservation => reservation.Price)
            .ThenBy(reservation => reservation.StopPrice).ToList();
        var classId = asset?.ClassId ?? positions.FirstOrDefault()?.ClassId ?? opening.FirstOrDefault()?.ClassId ?? "";
        var mark = positions.FirstOrDefault()?.MarkPrice;
        Money Worth(decimal units, decimal? price) => UnitWorth.Of(id, price ?? mark ?? 0, rates) is { } worth
            ? worth.Value * new Quantity(Math.Abs(units))
            : Money.Zero(rates.To);
        Money Loss(decimal units, decimal? price, decimal? stop) => LossAtStop(id, asset, units, price ?? mark ?? 0, stop, rates);
        return new Exposure(
            id,
            classId,
            net,
            positions.Sum(rates.To, position => Worth(position.SignedQuantity, position.MarkPrice)),
            opening.Sum(rates.To, reservation => Worth(reservation.SignedQuantity, reservation.Price)),
            positions.Sum(rates.To, position => Loss(position.SignedQuantity, position.MarkPrice, position.StopPrice)),
            opening.Sum(rates.To, reservation => Loss(reservation.SignedQuantity, reservation.Price, reservation.StopPrice)),
            asset?.LeverageLimit ?? 1);
    }
}
