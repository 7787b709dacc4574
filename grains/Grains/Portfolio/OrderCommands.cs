using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Accounting;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Decides an order against the tentative book, and lets a reservation go.</summary>
internal static class OrderCommands
{
    public static OrderOutcome Check(BookDraft draft, OrderRequest order, OrderFacts facts, BookSetting setting)
    {
        var hash = ContentHash.Of(order);
        if (draft.Book.Orders.ForgottenUntil > facts.KnownUntil)
        {
            return OrderOutcome.AskAgain;
        }

        if (IdRules.Find(draft.Book.Orders, facts.Known, "order", order.ClientOrderId, hash) is { } sequence)
        {
            return new OrderOutcome(null, sequence, Again: false);
        }

        if (facts.Lacks(draft.Book))
        {
            return OrderOutcome.AskAgain;
        }

        BookCommands.Begin(draft, setting, MarkRules.Of(draft.Book, facts.QuoteOf, draft.Now));
        var input = facts.ToInput(draft, order, setting.IsShadow, setting.Configuration);
        var json = PreTradeJson.Bytes(input);
        var inputHash = PreTradeJson.Hash(json);
        var decision = PreTradeRules.Decide(input, inputHash);
        draft.AddInput(inputHash, json);
        var decided = draft.Append(new OrderDecided(decision, input.Asset?.ClassId ?? PortfolioRules.UnknownClass, hash), BookCommands.Self);
        if (setting.IsShadow && facts.QuoteOf(order.AssetId) is { } quote
            && PaperFills.Of(decision, quote, setting.Configuration.Shadow, draft.Now) is { } fill)
        {
            FillCommands.Record(draft, fill, facts.QuoteOf, setting, isPaper: true);
        }

        return new OrderOutcome(decision, decided, Again: false);
    }

    public static ReleaseAnswer Release(BookDraft draft, string reservationId, string reason, BookSetting setting)
    {
        BookCommands.Begin(draft, setting, []);
        if (!draft.Book.Reservations.ContainsKey(reservationId))
        {
            return DecisionIds.SequenceOf(draft.PortfolioId, reservationId) is { } sequence && sequence < draft.NextSequence
                ? new ReleaseAnswer(reservationId, Released: false)
                : throw new NotFoundException($"Portfolio '{draft.PortfolioId}' has no reservation '{reservationId}'.");
        }

        draft.Append(new ReservationReleased(reservationId, reason), BookCommands.Self);
        return new ReleaseAnswer(reservationId, Released: true);
    }
}

/// <summary>What became of an order.</summary>
/// <param name="Decision">Null where it was decided before: it is the event of <paramref name="Sequence"/>.</param>
/// <param name="Again">Whether the facts must be read again first.</param>
internal sealed record OrderOutcome(OrderDecision? Decision, long Sequence, bool Again)
{
    public static OrderOutcome AskAgain { get; } = new(null, 0, Again: true);
}
