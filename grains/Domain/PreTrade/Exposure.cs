using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What a book holds of one asset. Amounts in the portfolio's currency, 0 or more.</summary>
/// <param name="Net">Units held, below 0 for a short position.</param>
/// <param name="Held">Worth of the position.</param>
/// <param name="Reserved">
/// Worth of approved orders that would open, enlarge or turn it. One that reduces it frees nothing until it is filled.
/// </param>
/// <param name="Heat">Loss of the position at its stop.</param>
/// <param name="ReservedHeat">Loss of the approved orders at theirs.</param>
/// <param name="LeverageLimit">Worth per unit of capital: a unit of worth needs its inverse.</param>
/// <param name="ProductLeverage">Exposure per unit of worth: a 3x fund counts three times.</param>
/// <param name="Side">1 for a long position or approved purchases, -1 for a short one or approved sales, 0 for approved orders on both
/// sides.</param>
public sealed record Exposure(
    string AssetId,
    string ClassId,
    decimal Net,
    Money Held,
    Money Reserved,
    Money Heat,
    Money ReservedHeat,
    decimal LeverageLimit,
    decimal ProductLeverage,
    int Side)
{
    public Money Total => Held + Reserved;

    /// <summary>Exposure of the position to its market.</summary>
    public Money HeldExposure => Held * ProductLeverage;

    /// <summary>Exposure of the approved orders.</summary>
    public Money ReservedExposure => Reserved * ProductLeverage;

    /// <summary>Whether it is a position, or an approved order would make it one.</summary>
    public bool IsOpen => Net != 0 || Reserved.IsPositive;

    /// <summary>A book by asset, in the order of the ids: whatever order the book lists them in, the sums are the same.</summary>
    /// <param name="ruleSet">The set of checks that is asked (<see cref="PreTradeChecks.RuleSet"/>).</param>
    public static ImmutableArray<Exposure> OfBook(
        PreTradeBook book, IReadOnlyCollection<OtherAsset> assets, ExchangeRates rates, int ruleSet = PreTradeChecks.RuleSet)
    {
        var ids = book.Positions.Select(position => position.AssetId).Concat(book.Reservations.Select(reservation => reservation.AssetId));
        return [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(id => OfAsset(id, book, assets, rates, ruleSet))];
    }

    /// <summary>
    /// What units lose at their stop, in the portfolio's currency, 0 or more. Without any stop, all that they are worth; beyond the stop,
    /// what was lost since, and no less than to a stop at the asset's own distance: the one that was passed did not hold.
    /// </summary>
    /// <param name="asset">Null for one that the catalogue no longer has: it has no distance of its own.</param>
    /// <param name="ruleSet">Before the second set of checks a passed stop counted 0.</param>
    public static Money LossAtStop(
        string assetId, OtherAsset? asset, decimal units, decimal price, decimal? stop, ExchangeRates rates, int ruleSet)
    {
        if (UnitWorth.Of(assetId, price, rates) is not { } worth)
        {
            return Money.Zero(rates.To);
        }

        var own = asset is not null && ExitPrices.Distance(asset.StopLoss, asset.PipSize, price) is { } known ? known : price;
        var ahead = stop is { } at ? units < 0 ? at - price : price - at : own;
        var distance = ahead > 0 ? ahead : ruleSet < 2 ? 0 : Math.Max(-ahead, own);
        return worth.Conversion.Convert(new Price(distance, worth.Conversion.From) * new Quantity(Math.Abs(units)));
    }

    /// <summary>
    /// The position's stop. One without any has the asset's own distance from wherever the market is, until that has passed the distance
    /// from the entry: then it lost what it lost.
    /// </summary>
    private static decimal? StopOf(HeldPosition held, OtherAsset? asset, int ruleSet) =>
        held.StopPrice ?? (ruleSet >= PreTradeChecks.TurningOrdersSince && asset is not null
            && ExitPrices.PassedOwnStop(asset.StopLoss, asset.PipSize, held.SignedQuantity, held.AverageEntryPrice, held.MarkPrice)
                is { } passed ? passed : null);

    private static Exposure OfAsset(
        string id, PreTradeBook book, IReadOnlyCollection<OtherAsset> assets, ExchangeRates rates, int ruleSet)
    {
        var asset = assets.FirstOrDefault(known => known.AssetId == id);
        var positions = book.Positions.Where(position => position.AssetId == id)
            .OrderBy(position => position.SignedQuantity).ThenBy(position => position.MarkPrice)
            .ThenBy(position => position.StopPrice).ToList();
        var net = positions.Sum(position => position.SignedQuantity);
        var reserved = book.Reservations.Where(reservation => reservation.AssetId == id)
            .OrderBy(reservation => reservation.SignedQuantity).ThenBy(reservation => reservation.Price)
            .ThenBy(reservation => reservation.StopPrice).ToList();
        // With no position, an approved order on either side may become one; with one, what closes it opens nothing up to its size.
        var bySide = reserved.ToLookup(reservation => Math.Sign(reservation.SignedQuantity) != -Math.Sign(net));
        var (opening, turning) = (bySide[true].ToList(), ruleSet < PreTradeChecks.TurningOrdersSince ? [] : bySide[false].ToList());
        var closing = turning.Sum(reservation => Math.Abs(reservation.SignedQuantity));
        var turned = closing > Math.Abs(net) ? (closing - Math.Abs(net)) / closing : 0;
        var classId = asset?.ClassId ?? positions.FirstOrDefault()?.ClassId ?? opening.FirstOrDefault()?.ClassId ?? "";
        var mark = positions.FirstOrDefault()?.MarkPrice;
        Money Worth(decimal units, decimal? price) => UnitWorth.Of(id, price ?? mark ?? 0, rates) is { } worth
            ? worth.Value * new Quantity(Math.Abs(units))
            : Money.Zero(rates.To);
        Money Loss(decimal units, decimal? price, decimal? stop) =>
            LossAtStop(id, asset, units, price ?? mark ?? 0, stop, rates, ruleSet);
        Money Of(Func<OpenReservation, Money> worth) =>
            opening.Sum(rates.To, worth) + (turned > 0 ? turning.Sum(rates.To, worth) * turned : Money.Zero(rates.To));
        var sides = opening.Concat(turned > 0 ? turning : []).Select(reservation => Math.Sign(reservation.SignedQuantity))
            .Append(Math.Sign(net)).Where(side => side != 0).Distinct().ToList();
        return new Exposure(
            id,
            classId,
            net,
            positions.Sum(rates.To, position => Worth(position.SignedQuantity, position.MarkPrice)),
            Of(reservation => Worth(reservation.SignedQuantity, reservation.Price)),
            positions.Sum(
                rates.To, position => Loss(position.SignedQuantity, position.MarkPrice, StopOf(position, asset, ruleSet))),
            Of(reservation => Loss(reservation.SignedQuantity, reservation.Price, reservation.StopPrice)),
            asset?.LeverageLimit ?? 1,
            asset?.ProductLeverage ?? 1,
            sides is [var only] ? only : 0);
    }
}
