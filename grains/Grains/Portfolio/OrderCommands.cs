using System.Collections.Immutable;
using System.Text;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Portfolio.Supervision;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Orders: decided against the tentative book, rehearsed, released, found, and decided again from what was stored.</summary>
internal sealed class OrderCommands(LiveBook book, FactsReader facts, BookContext context, PortfolioServices services)
{
    /// <summary>The id of every dry decision: no stored one has it.</summary>
    public const string DryDecisionId = "dry-run";

    private const int OrdersMax = 1_000;

    public async Task<OrderDecision> CheckAsync(OrderRequest order)
    {
        Guard(order);
        var outcome = await book.RunAsync(
            written => facts.ReadAsync(order, written, CancellationToken.None), (draft, read) => Decide(draft, order, read, context));
        if (outcome.Decision is { DecisionId: OrderDecision.NotStoredId } refused)
        {
            services.Metrics.Decided(refused); // no entry tells of it
        }

        return outcome.Decision ?? await AgainAsync(await GetAsync(outcome.Sequence, CancellationToken.None));
    }

    /// <summary>
    /// Places what the supervisor advises, on paper: exits alone, each decided as any other. What would be rejected is not asked for, so
    /// that it is not stored each minute.
    /// </summary>
    public async Task FollowAdviceAsync()
    {
        var written = await book.GetAsync();
        foreach (var exit in SupervisorRules.OrdersOf(written, context.Configuration, services.Clock.GetUtcNow()))
        {
            if ((await DryCheckAsync(exit, CancellationToken.None)).Outcome != DecisionOutcome.Rejected)
            {
                await CheckAsync(exit);
            }
        }
    }

    /// <summary>An order that was decided.</summary>
    public async Task<Order> FindAsync(string clientOrderId, CancellationToken cancellationToken)
    {
        FieldFault.Refuse("question", [IdCheck.FaultOf("clientOrderId", clientOrderId)]);
        var written = await book.SeeAsync();
        if ((written.OrderBook.Find(clientOrderId) ?? await services.Orders.FindAsync(book.PortfolioId, clientOrderId, cancellationToken))
            is { } order)
        {
            return OrderStandings.Present(order, written, services.Clock.GetUtcNow());
        }

        var known = await services.Journal.FindIdAsync(book.PortfolioId, JournalKinds.Order, clientOrderId, cancellationToken)
            ?? throw new NotFoundException($"Portfolio '{book.PortfolioId}' has decided no order '{clientOrderId}'.");
        var decided = await book.EventAsync<OrderDecided>(known.Sequence, cancellationToken);
        return OrderStandings.OfDecision(decided.Decision, decided.ClassId);
    }

    public async Task<ImmutableArray<Order>> ListAsync(OrderQuery query, CancellationToken cancellationToken) =>
        Present(await ReadAsync(query, ahead: 0, cancellationToken), query, await book.SeeAsync());

    /// <summary>A page of orders: one more is read than it has, to know whether there is another.</summary>
    public async Task<OrderPage> PageAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(query, ahead: 1, cancellationToken);
        var shown = read.Length > query.Limit ? read[..query.Limit] : read;
        return new OrderPage(
            Present(shown, query, await book.SeeAsync()), read.Length > shown.Length ? shown[^1].ClientOrderId : null);
    }

    private async Task<ImmutableArray<Order>> ReadAsync(OrderQuery query, int ahead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        FieldFault.Refuse("question", [
            query.AssetId is { } asset ? IdCheck.FaultOf("assetId", asset) : null,
            query.Before is { } cursor ? IdCheck.FaultOf("before", cursor) : null,
            query.Limit is >= 1 and <= OrdersMax ? null : FieldFault.Give("limit", query.Limit, $"1 to {OrdersMax}"),
        ]);
        await book.SeeAsync(); // there is such a portfolio
        if (query.Before is { } last && await services.Orders.FindAsync(book.PortfolioId, last, cancellationToken) is null)
        {
            throw new NotFoundException(
                $"Portfolio '{book.PortfolioId}' has approved no order '{last}': give the 'next' of the page before, or nothing.");
        }

        var found = await services.Orders.ReadAsync(book.PortfolioId, query with { Limit = query.Limit + ahead }, cancellationToken);
        return found.IsEmpty && query.AssetId is { } named && context.Configuration.FindAsset(named) is null
            ? throw UnknownId.Of("asset", named, context.Configuration.Assets.Select(one => one.Id)) // one that was traded under it is told
            : found;
    }

    private ImmutableArray<Order> Present(ImmutableArray<Order> orders, OrderQuery query, PortfolioBook written)
    {
        var now = services.Clock.GetUtcNow();
        return
        [
            .. orders.Select(order => OrderStandings.Present(written.OrderBook.Find(order.ClientOrderId) ?? order, written, now))
                .Where(order => order.IsOpen || !query.OpenOnly),
        ];
    }

    /// <summary>Decides on a draft that is thrown away: nothing is reserved, nothing is stored.</summary>
    public async Task<OrderDecision> DryCheckAsync(OrderRequest order, CancellationToken cancellationToken)
    {
        Guard(order);
        var written = await book.SeeAsync();
        var read = await facts.ReadAsync(order, written, cancellationToken);
        var draft = book.DraftOf(written);
        BookCommands.Begin(draft, context, MarkRules.Of(draft.Book, read.QuoteOf, draft.Now));
        BookCommands.Follow(draft, read.AccountHalts);
        var input = read.ToInput(draft, order, context.IsShadow, context.Configuration);
        return PreTradeRules.Decide(input with { DecisionId = DryDecisionId, ReservationSeconds = null });
    }

    public Task<ReleaseAnswer> ReleaseAsync(string reservationId, string reason)
    {
        FillCheck.CheckOperator("release", "reservationId", reservationId, BookCommands.Self, reason);
        return book.RunAsync(draft => Release(draft, reservationId, reason, context));
    }

    public Task<OrderDecision> GetAsync(string decisionId, CancellationToken cancellationToken) =>
        GetAsync(SequenceOf(decisionId), cancellationToken);

    /// <summary>Decides again from the stored inputs.</summary>
    public async Task<DecisionReplay> ReplayAsync(string decisionId, CancellationToken cancellationToken)
    {
        var decision = await GetAsync(SequenceOf(decisionId), cancellationToken);
        var input = await services.Journal.GetInputAsync(decision.InputHash, cancellationToken)
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
        BookCommands.Follow(draft, facts.AccountHalts);
        PaperTrading.Trade(draft, facts.QuoteOf, context);
        RequireReplaceable(draft, order);
        var input = facts.ToInput(draft, order, context.IsShadow, context.Configuration);
        var json = PreTradeJson.Bytes(input);
        var inputHash = PreTradeJson.Hash(json);
        var decision = PreTradeRules.Decide(input, inputHash);
        if (OrderFlood.IsOneMore(decision, input.Book, input.Limits.Orders))
        {
            return new OrderOutcome(decision with { DecisionId = OrderDecision.NotStoredId }, 0);
        }

        draft.AddInput(inputHash, json);
        var classId = input.Asset?.ClassId ?? PortfolioRules.UnknownClass;
        var decided = draft.Append(new OrderDecided(decision, classId, hash), BookCommands.Self);
        PaperTrading.Place(draft, decision, context);
        return new OrderOutcome(decision, decided);
    }

    /// <summary>The stored answer, with how the order stands now.</summary>
    private async Task<OrderDecision> AgainAsync(OrderDecision decision)
    {
        var written = await book.GetAsync();
        var id = decision.Order.ClientOrderId;
        var order = decision.ReservationId is null ? null
            : written.OrderBook.Find(id) ?? await services.Orders.FindAsync(book.PortfolioId, id, CancellationToken.None);
        return decision with
        {
            Standing = OrderStandings.Of(
                order ?? OrderStandings.OfDecision(decision, PortfolioRules.UnknownClass), written, services.Clock.GetUtcNow()),
        };
    }

    private static void RequireReplaceable(BookDraft draft, OrderRequest order)
    {
        if (order.Replaces is not { } replaced)
        {
            return;
        }

        if (draft.Book.OrderBook.Find(replaced) is not { IsOpen: true } old)
        {
            throw InvalidRequestException.At(
                "replaces", replaced, "must be an order that is open",
                $"The order '{order.ClientOrderId}' replaces '{replaced}', which is not open in portfolio '{draft.PortfolioId}': "
                + "check it as an order of its own.", "check it as an order of its own");
        }

        if (old.AssetId != order.AssetId || old.Side != order.Side)
        {
            throw InvalidRequestException.At(
                "replaces", replaced, "must be an order of the same asset and side",
                $"The order '{order.ClientOrderId}' ({order.Side.ToString().ToLowerInvariant()} {order.AssetId}) cannot replace "
                + $"'{replaced}' ({old.Side.ToString().ToLowerInvariant()} {old.AssetId}), which is of another asset or side and would "
                + "rest at the broker: cancel that one and report it, and check this one as an order of its own.",
                "cancel that one and report it, and check this one as an order of its own");
        }
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
        if (OrderTimes.FaultOf(order, services.Clock.GetUtcNow()) is { } fault)
        {
            throw fault.Refusal($"The order is refused: {fault}.");
        }

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
