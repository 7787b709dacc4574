using System.Collections.Immutable;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>A fill that an import brought.</summary>
/// <param name="IsAdopted">Whether a book began with it.</param>
/// <param name="CorrectionId">The correction that took it back; null where it holds.</param>
public sealed record ImportedRow(ImportedFill Fill, bool IsAdopted, string? CorrectionId);

/// <summary>An imported fill that is taken back.</summary>
/// <param name="Right">What was executed instead, under an id of its own; null for nothing.</param>
public sealed record TakenBackFill(string CorrectionId, string FillId, ImportedFill? Right, string By, string Reason);

/// <summary>What the imported fills of an asset make: what is open of them, and how many round trips were closed.</summary>
public sealed record PairedFills(ImmutableArray<Trade> Open, int Closed)
{
    public static PairedFills None { get; } = new([], 0);
}

/// <summary>What a book began with, once a fill of its imports is taken back.</summary>
public static class TakenBackFills
{
    /// <summary>The right fill as the file should have told it: of the time, the strategy and the currencies of the wrong one.</summary>
    /// <exception cref="InvalidRequestException">It names what a fill of a file has not.</exception>
    public static ImportedFill? RightOf(ImportedFill wrong, Fill? right)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        if (right is null)
        {
            return null;
        }

        if (right.ClientOrderId is not null || right.Rate is not null)
        {
            throw InvalidRequestException.At(
                right.Rate is null ? "replacement.clientOrderId" : "replacement.rate", (object?)right.Rate ?? right.ClientOrderId,
                "must be left out",
                $"The fill '{wrong.FillId}' came by an import: what takes its place is of no order and is converted by the rate of its "
                + "day. Leave its order and its rate out.");
        }

        var isSame = right.AssetId == wrong.AssetId;
        return new ImportedFill(
            right.FillId, right.AssetId, right.StrategyId ?? wrong.StrategyId, right.Side, right.Quantity, right.Price,
            right.Currency ?? (isSame ? wrong.Currency : null), right.Fee, right.FeeCurrency ?? (isSame ? wrong.FeeCurrency : null),
            right.At == default ? wrong.At : right.At, wrong.Line, wrong.Order);
    }

    /// <summary>What a book began with, as the fills of one asset make it.</summary>
    /// <param name="begun">As it was known.</param>
    /// <param name="before">What the fills of the asset made of it.</param>
    /// <param name="after">What they make now.</param>
    /// <exception cref="InvalidRequestException">The book began with less of the asset than its fills made.</exception>
    public static ImportTaken Of(ImportTaken begun, string assetId, string classId, PairedFills before, PairedFills after)
    {
        ArgumentNullException.ThrowIfNull(begun);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var positions = begun.Positions ?? [];
        var own = new[] { TradeSide.Long, TradeSide.Short }.Select(side => Position(
            positions.FirstOrDefault(held => held.AssetId == assetId && held.Side == side),
            [.. before.Open.Where(trade => trade.Side == side)], [.. after.Open.Where(trade => trade.Side == side)],
            (assetId, classId, side))).OfType<Position>();
        return begun with
        {
            Positions =
            [
                .. positions.Where(held => held.AssetId != assetId).Concat(own)
                    .OrderBy(held => held.AssetId, StringComparer.Ordinal).ThenBy(held => held.Side),
            ],
            Figures = begun.Figures with { ClosedTrades = begun.Figures.ClosedTrades + after.Closed - before.Closed },
        };
    }

    // Beside its fills an asset may have open trades of a file of trades: those stay.
    private static Position? Position(
        Position? held, ImmutableArray<Trade> before, ImmutableArray<Trade> after, (string AssetId, string ClassId, TradeSide Side) of)
    {
        var others = (held?.Quantity ?? 0) - before.Sum(trade => trade.Quantity);
        if (others < 0)
        {
            throw new InvalidRequestException(
                $"The book began with less of {of.AssetId} than its imported fills make, as a version before this one read them: record "
                + "what undoes the fill under an id of its own (assets order fill), at its price and with the other side.");
        }

        var quantity = others + after.Sum(trade => trade.Quantity);
        if (quantity == 0)
        {
            return null;
        }

        var paid = ((held?.Quantity ?? 0) * (held?.AverageEntryPrice ?? 0)) - Paid(before) + Paid(after);
        var opened = after.Select(trade => trade.OpenedAt).Concat(others > 0 ? [held!.OpenedAt] : []).Min(); // others were held
        return new Position(of.AssetId, held?.ClassId ?? of.ClassId, of.Side, quantity, paid / quantity, opened);
    }

    private static decimal Paid(ImmutableArray<Trade> trades) => trades.Sum(trade => trade.Quantity * trade.EntryPrice);
}
