using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Fills: taken once by their id, at the conversion that holds, on the day they are of.</summary>
internal sealed class FillCommands(
    LiveBook book, FactsReader facts, LateCommands lateness, BookContext context, TimeProvider clock)
{
    public async Task<FillAnswer> RecordAsync(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var now = clock.GetUtcNow();
        FillCheck.Check(fill, now, context.Configuration.HasNegativePrices(fill.AssetId ?? ""));
        DateTimeOffset? fundedAt = fill.At == default ? null : await book.FundedAtAsync();
        var outcome = await TakeAsync(fill, fundedAt);
        if (outcome is { IsLate: true, Fill: { } late })
        {
            outcome = await lateness.FillAsync(late, outcome.Irregular, fundedAt);
        }

        var answer = outcome.Adopted is { } adopted ? AnswerOf(adopted, await book.GetAsync())
            : outcome.Fill is { } recorded
            ? AnswerOf(recorded, outcome.Sequence, repeated: false)
            : AnswerOf(await book.EventAsync<FillRecorded>(outcome.Sequence, CancellationToken.None), outcome.Sequence, repeated: true);
        var unseen = (await book.GetAsync()).Unseen;
        return answer with { Irregularity = unseen.LastOrDefault(one => one.Id == fill.FillId)?.Text };
    }

    private Task<FillOutcome> TakeAsync(Fill fill, DateTimeOffset? fundedAt) => book.RunAsync(
        written => facts.ReadAsync(fill, written),
        (draft, read) => facts.HasOutrun(read) ? null
            : read.Adopted is { } adopted ? Known(adopted, fill)
            : Take(draft, fill, read.Known, read.KnownUntil, read.QuoteOf, context, fundedAt));

    /// <summary>A fill that is in what the book began with: it counts once, however it is told.</summary>
    private static FillOutcome Known(ImportedFill adopted, Fill told)
    {
        SameFills.Require(adopted, told);
        return new FillOutcome(null, 0) { Adopted = adopted };
    }

    /// <param name="known">What the database knows of the fill's id.</param>
    /// <param name="knownUntil">Number of the last event when it was asked.</param>
    /// <param name="fundedAt">When the book had its first money: a fill of before that counts then; null for one of now.</param>
    /// <param name="mayBeLate">Whether one that is told after what came later is told at its place.</param>
    /// <returns>Null where the database must be asked again.</returns>
    public static FillOutcome? Take(
        BookDraft draft, Fill fill, JournalId? known, long knownUntil, Func<string, Quote?> quoteOf, BookContext context,
        DateTimeOffset? fundedAt = null, bool mayBeLate = true)
    {
        if (draft.Book.Fills.ForgottenUntil > knownUntil)
        {
            return null;
        }

        var hash = ContentHash.Of(fill);
        if (IdRules.Find(draft.Book.Fills, known, "fill", fill.FillId, hash) is { } sequence)
        {
            return new FillOutcome(null, sequence);
        }

        BookCommands.Begin(draft, context, []);
        var timed = fill.At == default ? fill with { At = draft.Now } : fill; // who leaves the time out may say it again
        var (recorded, irregular) = Of(draft, timed, hash, quoteOf, context, isPaper: false, fundedAt);
        return mayBeLate && (fundedAt is null
                ? DayRules.DayOf(timed.At) < draft.Book.Day
                : FillTimes.IsLate(draft.Book, recorded, fundedAt, draft.Now))
            ? new FillOutcome(recorded, 0, IsLate: true, irregular)
            : new FillOutcome(recorded, Append(draft, recorded, irregular, context));
    }

    /// <summary>Takes what a paper portfolio fills itself.</summary>
    public static void TakePaper(BookDraft draft, Fill fill, Func<string, Quote?> quoteOf, BookContext context)
    {
        var (recorded, _) = Of(draft, fill, ContentHash.Of(fill), quoteOf, context, isPaper: true);
        Append(draft, recorded, null, context);
    }

    private static (FillRecorded Fill, Irregularity? Irregular) Of(
        BookDraft draft, Fill fill, string contentHash, Func<string, Quote?> quoteOf, BookContext context, bool isPaper,
        DateTimeOffset? fundedAt = null)
    {
        if (context.Configuration.FindAsset(fill.AssetId) is null && !draft.Book.Positions.ContainsKey(fill.AssetId)
            && !draft.Book.UnitChanges.Any(change => change.AssetId == fill.AssetId))
        {
            throw UnknownId.Of("asset", fill.AssetId, context.Configuration.Assets.Select(asset => asset.Id)); // whatever its currency is
        }

        var converted = FillConversion.Of(fill, draft, quoteOf);
        var assetId = PresentUnits.Of(draft.Book, converted).Fill.AssetId;
        var definition = context.Configuration.FindAsset(assetId) ?? context.Configuration.FindAsset(fill.AssetId);
        var held = draft.Book.Positions.GetValueOrDefault(assetId);
        if (definition is null && held is null)
        {
            throw UnknownId.Of("asset", fill.AssetId, context.Configuration.Assets.Select(asset => asset.Id));
        }

        var order = draft.Book.OrderBook.FindLiving(fill.ClientOrderId);
        var recorded = FillTimes.Placed(converted, order, fundedAt, draft.Now) with
        {
            ContentHash = contentHash,
            ClassId = definition?.ClassId ?? held!.ClassId, // one of the two is there
            Paper = isPaper,
            ReservedUntil = order is null ? null : UntilOf(order, draft, context),
            MarketSince = MarkAges.FreshSince(assetId, context.Configuration, fill.At),
        };
        recorded = recorded with { Market = MarkRules.Of(draft.Book, recorded, assetId, quoteOf, draft.Now) };
        var present = PresentUnits.Of(draft.Book, recorded); // the journal has it as it was told
        RequireBelievable(draft, present, quoteOf, context);
        var irregular = isPaper ? null : Irregularities.Of(draft.Book, present, draft.Now);
        recorded = recorded with
        {
            StopPrice = FillStops.StopOf(held, present, order), TargetPrice = FillStops.TargetOf(held, present, order),
        };
        present = present with { StopPrice = recorded.StopPrice, TargetPrice = recorded.TargetPrice };
        var effect = PositionRules.Apply(held, present);
        recorded = recorded with
        {
            QuantityAfter = effect.Position?.Quantity ?? 0,
            AverageAfter = effect.Position?.AverageEntryPrice ?? 0,
            Realised = effect.Realised.Amount,
        };
        return (recorded, irregular);
    }

    /// <returns>Number of the fill's event.</returns>
    private static long Append(BookDraft draft, FillRecorded recorded, Irregularity? irregular, BookContext context)
    {
        var closed = RoundTrips.Apply(draft.Book, PresentUnits.Of(draft.Book, recorded)).Closed;
        // The rate of the asset's own currency is kept with the fill; that of another one would be forgotten.
        if (recorded.Fill is { Rate: { } rate, Currency: { } code } && new Currency(code) is var paid
            && paid != Conversions.Currency && paid != Conversions.QuoteCurrencyOf(recorded.Fill.AssetId))
        {
            draft.Append(
                new RateStated(paid.Code, Rounding.Normal(rate), FillConversion.GivenWithFill, AlongWith: true), BookCommands.Self);
        }

        var sequence = draft.Append(recorded, BookCommands.Self);
        foreach (var trade in closed)
        {
            draft.Append(trade, BookCommands.Self);
        }

        if (irregular is not null)
        {
            BookCommands.Question(draft, irregular);
        }

        BookCommands.LatchAll(draft, context);
        return sequence;
    }

    /// <summary>Refuses what nobody would believe. What a paper portfolio fills itself is at a believed quote.</summary>
    /// <param name="present">In the units and under the name of today.</param>
    /// <param name="isReplacement">Whether it replaces a wrong one.</param>
    /// <exception cref="InvalidRequestException">It has to be confirmed.</exception>
    public static void RequireBelievable(
        BookDraft draft, FillRecorded present, Func<string, Quote?> quoteOf, BookContext context, bool isReplacement = false)
    {
        if (present.Paper || present.Fill.Confirmed)
        {
            return;
        }

        var doubt = context.IsShadow ? EventBelief.OnPaper : FillBelief.DoubtOf(
            draft.Book, present, quoteOf(present.Fill.AssetId), context.Configuration.QuoteLimitsOf(present.Fill.AssetId),
            context.Configuration.Risk.Orders, RateDoubtOf(draft, present.Fill, quoteOf, context), isReplacement);
        if (doubt is not null)
        {
            throw InvalidRequestException.Doubted(
                "confirmed", "false", "must be true for what is hard to believe",
                $"The fill '{present.Fill.FillId}' is hard to believe: {doubt}. Where it is a slip, correct it; where it is true, say it a "
                + "second time and confirm it (--yes, or confirmed in the API).");
        }
    }

    private static string? RateDoubtOf(BookDraft draft, Fill fill, Func<string, Quote?> quoteOf, BookContext context)
    {
        var currency = fill.Currency is { } paid ? new Currency(paid) : Conversions.QuoteCurrencyOf(fill.AssetId);
        return fill.Rate is not { } rate ? null
            : StatedFigures.OfRate(currency, rate, fill.At, draft, quoteOf, context.Configuration);
    }

    // A fill says that its order is at the broker, as a report does.
    private static DateTimeOffset? UntilOf(Order order, BookDraft draft, BookContext context) => order.State == OrderState.Approved
        ? OrderTimes.UntilOf(
            order.TimeInForce, order.GoodUntil, context.Configuration.HoursOf(order.AssetId), draft.Now, context.Grace) ?? OrderBook.Never
        : null;

    // What it realised and cost is in what the book began with.
    private static FillAnswer AnswerOf(ImportedFill adopted, PortfolioBook book)
    {
        var held = book.Positions.GetValueOrDefault(adopted.AssetId);
        return new FillAnswer(
            adopted.FillId, 0, held?.Rate ?? 1, "it came by an import that the book began with; nothing was changed", held?.Quantity ?? 0,
            held?.AverageEntryPrice ?? 0, 0, 0, Repeated: true);
    }

    private static FillAnswer AnswerOf(FillRecorded recorded, long sequence, bool repeated) => new(
        recorded.Fill.FillId, sequence, recorded.Rate, recorded.RateSource, recorded.QuantityAfter, recorded.AverageAfter,
        recorded.Realised, recorded.Fee, repeated);
}

/// <summary>What became of a fill.</summary>
/// <param name="Fill">Null where it was recorded before: it is the event of <paramref name="Sequence"/>.</param>
/// <param name="IsLate">Whether something later is in the book: nothing is recorded yet.</param>
/// <param name="Irregular">Of a late one: what nobody approved of it; null where nothing is.</param>
internal sealed record FillOutcome(FillRecorded? Fill, long Sequence, bool IsLate = false, Irregularity? Irregular = null)
{
    /// <summary>The fill of an import that the book began with, where it is that one; null else.</summary>
    public ImportedFill? Adopted { get; init; }
}
