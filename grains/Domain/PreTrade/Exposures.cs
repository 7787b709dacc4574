using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>A book as exposures by asset, in the order of the ids: whatever order the book lists them in, the sums are the same.</summary>
public static class Exposures
{
    public static ImmutableArray<Exposure> Of(
        BookFigures book, IReadOnlyCollection<OtherAsset> assets, ImmutableArray<ConversionRate> rates)
    {
        var ids = book.Positions.Select(position => position.AssetId).Concat(book.Reservations.Select(reservation => reservation.AssetId));
        return [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => OfAsset(id, book, assets, rates))];
    }

    private static Exposure OfAsset(
        string id, BookFigures book, IReadOnlyCollection<OtherAsset> assets, ImmutableArray<ConversionRate> rates)
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
        decimal Worth(decimal units, decimal? price) =>
            UnitWorth.Of(id, price ?? mark ?? 0, book.Currency, rates) is { } worth ? Math.Abs(units) * worth.Value : 0;
        decimal Loss(decimal units, decimal? price, decimal? stop) =>
            StopLoss.Of(id, asset, units, price ?? mark ?? 0, stop, book.Currency, rates);
        return new Exposure(
            id,
            classId,
            net,
            positions.Sum(position => Worth(position.SignedQuantity, position.MarkPrice)),
            opening.Sum(reservation => Worth(reservation.SignedQuantity, reservation.Price)),
            positions.Sum(position => Loss(position.SignedQuantity, position.MarkPrice, position.StopPrice)),
            opening.Sum(reservation => Loss(reservation.SignedQuantity, reservation.Price, reservation.StopPrice)),
            asset?.LeverageLimit ?? 1);
    }
}
