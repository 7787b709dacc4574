using OrleansAssets.Domain;
using OrleansAssets.Domain.Portfolio.Accounting;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Takes fills into the tentative book.</summary>
internal static class FillCommands
{
    /// <param name="known">What the database knows of the fill's id.</param>
    /// <param name="knownUntil">Number of the last event when it was asked.</param>
    public static FillOutcome Take(
        BookDraft draft, Fill fill, JournalId? known, long knownUntil, Func<string, Quote?> quoteOf, BookSetting setting)
    {
        if (draft.Book.Fills.ForgottenUntil > knownUntil)
        {
            return FillOutcome.AskAgain;
        }

        var hash = ContentHash.Of(fill);
        if (IdRules.Find(draft.Book.Fills, known, "fill", fill.FillId, hash) is { } sequence)
        {
            return new FillOutcome(null, sequence, Again: false);
        }

        BookCommands.Begin(draft, setting, []);
        var (recorded, number) = Record(draft, fill, quoteOf, setting, isPaper: false);
        return new FillOutcome(recorded, number, Again: false);
    }

    public static (FillRecorded Fill, long Sequence) Record(
        BookDraft draft, Fill fill, Func<string, Quote?> quoteOf, BookSetting setting, bool isPaper)
    {
        var definition = setting.Configuration.Assets.FirstOrDefault(asset => asset.Id == fill.AssetId);
        var held = draft.Book.Positions.GetValueOrDefault(fill.AssetId);
        if (definition is null && held is null)
        {
            throw UnknownId.Of("asset", fill.AssetId, setting.Configuration.Assets.Select(asset => asset.Id));
        }

        var reserved = fill.ClientOrderId is { } order
            ? draft.Book.Reservations.Values.FirstOrDefault(one => one.ClientOrderId == order)
            : null;
        var recorded = FillConversion.Of(fill, draft, quoteOf) with
        {
            ContentHash = ContentHash.Of(fill),
            ClassId = definition?.ClassId ?? held!.ClassId, // one of the two is there
            StopPrice = reserved?.StopPrice,
            Paper = isPaper,
        };
        var effect = PositionRules.Apply(held, recorded);
        recorded = recorded with
        {
            QuantityAfter = effect.Position?.Quantity ?? 0,
            AverageAfter = effect.Position?.AverageEntryPrice ?? 0,
            Realised = effect.Realised,
        };
        var sequence = draft.Append(recorded, BookCommands.Self);
        if (effect.Closed is { } closed && held is not null)
        {
            draft.Append(ClosedTrades.Of(held, recorded, closed), BookCommands.Self);
        }

        BookCommands.Latch(draft, setting);
        return (recorded, sequence);
    }

    public static FillAnswer AnswerOf(FillRecorded recorded, long sequence, bool repeated) => new(
        recorded.Fill.FillId, sequence, recorded.Rate, recorded.RateSource, recorded.QuantityAfter, recorded.AverageAfter, recorded.Realised,
        recorded.Fee, repeated);
}

/// <summary>What became of a fill.</summary>
/// <param name="Fill">Null where it was recorded before: it is the event of <paramref name="Sequence"/>.</param>
/// <param name="Again">Whether the database must be asked again first.</param>
internal sealed record FillOutcome(FillRecorded? Fill, long Sequence, bool Again)
{
    public static FillOutcome AskAgain { get; } = new(null, 0, Again: true);
}
