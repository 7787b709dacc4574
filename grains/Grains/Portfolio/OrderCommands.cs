using System.Text;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Orders: decided against the tentative book, rehearsed, released, and decided again from what was stored.</summary>
internal sealed class OrderCommands(LiveBook book, FactsReader facts, BookContext context, IPortfolioJournal journal)
{
    /// <summary>The id of every dry decision: no stored one has it.</summary>
    public const string DryDecisionId = "dry-run";

    public async Task<OrderDecision> CheckAsync(OrderRequest order)
    {
        Guard(order);
        var outcome = await book.RunAsync(
            written => facts.ReadAsync(order, written, CancellationToken.None), (draft, read) => Decide(draft, order, read, context));
        return outcome.Decision ?? await GetAsync(outcome.Sequence, CancellationToken.None);
    }

    /// <summary>Decides on a draft that is thrown away: nothing is reserved, nothing is stored.</summary>
    public async Task<OrderDecision> DryCheckAsync(OrderRequest order, CancellationToken cancellationToken)
    {
        Guard(order);
        var written = await book.GetAsync();
        var read = await facts.ReadAsync(order, written, cancellationToken);
        var draft = book.DraftOf(written);
        BookCommands.Begin(draft, context, MarkRules.Of(draft.Book, read.QuoteOf, draft.Now));
        var input = read.ToInput(draft, order, context.IsShadow, context.Configuration);
        return PreTradeRules.Decide(input with { DecisionId = DryDecisionId, ReservationSeconds = null });
    }

    public Task<ReleaseAnswer> ReleaseAsync(string reservationId, string reason)
    {
        FillCheck.CheckOperator("release", reservationId, BookCommands.Self, reason);
        return book.RunAsync(draft => Release(draft, reservationId, reason, context));
    }

    public Task<OrderDecision> GetAsync(string decisionId, CancellationToken cancellationToken) =>
        GetAsync(SequenceOf(decisionId), cancellationToken);

    /// <summary>Decides again from the stored inputs.</summary>
    public async Task<DecisionReplay> ReplayAsync(string decisionId, CancellationToken cancellationToken)
    {
        var decision = await GetAsync(SequenceOf(decisionId), cancellationToken);
        var input = await journal.GetInputAsync(decision.InputHash, cancellationToken)
            ?? throw new NotFoundException($"The inputs of decision '{decisionId}' are not stored.");
        var replayed = PreTradeRules.Decide(PreTradeJson.ReadInput(input));
        return new DecisionReplay(
            decision,
            replayed,
            PreTradeJson.Bytes(decision).AsSpan().SequenceEqual(PreTradeJson.Bytes(replayed)),
            Encoding.UTF8.GetString(input));
    }

    private static OrderOutcome? Decide(BookDraft draft, OrderRequest order, OrderFacts facts, BookContext context)
    {
        var hash = ContentHash.Of(order);
        if (draft.Book.Orders.ForgottenUntil > facts.KnownUntil)
        {
            return null;
        }

        if (IdRules.Find(draft.Book.Orders, facts.Known, "order", order.ClientOrderId, hash) is { } sequence)
        {
            return new OrderOutcome(null, sequence);
        }

        if (facts.Lacks(draft.Book))
        {
            return null;
        }

        BookCommands.Begin(draft, context, MarkRules.Of(draft.Book, facts.QuoteOf, draft.Now));
        var input = facts.ToInput(draft, order, context.IsShadow, context.Configuration);
        var json = PreTradeJson.Bytes(input);
        var inputHash = PreTradeJson.Hash(json);
        var decision = PreTradeRules.Decide(input, inputHash);
        draft.AddInput(inputHash, json);
        var classId = input.Asset?.ClassId ?? PortfolioRules.UnknownClass;
        var decided = draft.Append(new OrderDecided(decision, classId, hash), BookCommands.Self);
        if (context.IsShadow && facts.QuoteOf(order.AssetId) is { } quote
            && PaperFills.Of(decision, quote, context.Configuration.Shadow, draft.Now) is { } fill)
        {
            FillCommands.Record(draft, fill, facts.QuoteOf, context, isPaper: true);
        }

        return new OrderOutcome(decision, decided);
    }

    private static ReleaseAnswer Release(BookDraft draft, string reservationId, string reason, BookContext context)
    {
        BookCommands.Begin(draft, context, []);
        if (!draft.Book.Reservations.ContainsKey(reservationId))
        {
            return DecisionIds.SequenceOf(draft.PortfolioId, reservationId) is { } sequence && sequence < draft.NextSequence
                ? new ReleaseAnswer(reservationId, Released: false)
                : throw new NotFoundException($"Portfolio '{draft.PortfolioId}' has no reservation '{reservationId}'.");
        }

        draft.Append(new ReservationReleased(reservationId, reason), BookCommands.Self);
        return new ReleaseAnswer(reservationId, Released: true);
    }

    private void Guard(OrderRequest order)
    {
        OrderCheck.Check(order);
        if (context.Configuration.FindConversion(order.AssetId) is { } pair)
        {
            AssetRules.RequireTraded(pair.Definition);
        }

        ShadowRules.RequireClass(book.PortfolioId, order.AssetId, context.Configuration);
    }

    private async Task<OrderDecision> GetAsync(long sequence, CancellationToken cancellationToken) =>
        (await book.EventAsync<OrderDecided>(sequence, cancellationToken)).Decision;

    private long SequenceOf(string decisionId) => DecisionIds.SequenceOf(book.PortfolioId, decisionId)
        ?? throw new NotFoundException($"'{IdCheck.Given(decisionId)}' is no decision of portfolio '{book.PortfolioId}'.");

    /// <param name="Decision">Null where it was decided before: it is the event of <paramref name="Sequence"/>.</param>
    private sealed record OrderOutcome(OrderDecision? Decision, long Sequence);
}
