using System.Collections.Immutable;
using OrleansAssets.Accounts;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Domain.RiskModel;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>What was asked of others before an order is decided: all of its input but the book.</summary>
/// <param name="Asset">Null where the catalogue has none of that id.</param>
/// <param name="Quotes">
/// The newest quotes of the order's asset, of what is held, and of the currencies that are needed; null for none.
/// </param>
/// <param name="Known">What the database knows of the order's id.</param>
/// <param name="KnownUntil">Number of the last event when it was asked.</param>
public sealed record OrderFacts(
    AssetView? Asset,
    ImmutableDictionary<string, Quote?> Quotes,
    ImmutableArray<PreTradeClass> Classes,
    PreTradePhase? Phase,
    RiskModelView RiskModel,
    JournalId? Known,
    long KnownUntil)
{
    /// <summary>The halts of the account: the portfolio may not have been told of one yet.</summary>
    public ImmutableArray<AccountHalt> AccountHalts { get; init; } = [];

    /// <summary>Whether something is held that was not asked about.</summary>
    public bool Lacks(PortfolioBook book) => book.Positions.Keys.Any(held => !Quotes.ContainsKey(held));

    public Quote? QuoteOf(string assetId) => Quotes.GetValueOrDefault(assetId);

    /// <summary>The whole input of the decision.</summary>
    public PreTradeInput ToInput(BookDraft draft, OrderRequest order, bool isShadow, AssetsConfiguration configuration)
    {
        var others = draft.Book.Positions.Keys.Concat(draft.Book.Reservations.Values.Select(held => held.AssetId))
            .Where(id => id != order.AssetId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var ids = others.Append(order.AssetId).ToHashSet(StringComparer.Ordinal);
        var rates = Conversions.FindAll(ids, draft.Book, QuoteOf, draft.Now).ToImmutableArray();
        return new PreTradeInput(
            DecisionIds.Of(draft.PortfolioId, draft.NextSequence),
            draft.PortfolioId,
            isShadow,
            draft.Now,
            configuration.Hash,
            order,
            draft.Book.ToPreTrade(draft.Now, order.Replaces),
            Asset is null ? null : PreTradeAsset.Of(Asset, configuration.Sources),
            [.. from id in others
                let definition = configuration.FindAsset(id)
                where definition is not null
                select OtherAsset.Of(definition)],
            Classes,
            Phase,
            RiskModel.For(ids) with { Events = null, EventsUntil = null },
            configuration.Risk,
            rates,
            configuration.Risk.Orders.ReservationSeconds,
            MarkAges.Of(draft.Book, configuration, draft.Now),
            PreTradeChecks.RuleSet,
            Asset is null ? null : MarketSession.Of(configuration.HoursOf(order.AssetId), draft.Now),
            Asset is null ? null : MacroRules.Of(configuration.MacroEvents, Asset.Definition.ClassId, RiskModel, draft.Now),
            Asset is null ? UnknownId.Nearest(order.AssetId, configuration.Assets.Select(known => known.Id)) : null,
            RestsUntil(order, draft.Now, configuration),
            AssumedOf(rates, configuration));
    }

    /// <summary>When an order with a limit ends by its time in force; null of one that is filled at once or not at all.</summary>
    private static DateTimeOffset? RestsUntil(OrderRequest order, DateTimeOffset now, AssetsConfiguration configuration)
    {
        var timeInForce = OrderFold.TimeInForceOf(order);
        return order.LimitPrice is null || timeInForce == TimeInForce.Ioc || configuration.FindAsset(order.AssetId) is null ? null
            : OrderTimes.UntilOf(
                timeInForce, order.GoodUntil, configuration.HoursOf(order.AssetId), now,
                TimeSpan.FromSeconds(configuration.Risk.Orders.ReservationSeconds)) ?? OrderBook.Never;
    }

    private static ImmutableArray<string>? AssumedOf(ImmutableArray<ConversionRate> rates, AssetsConfiguration configuration)
    {
        ImmutableArray<string> assumed =
        [
            .. rates.Where(rate => rate.Source == Stablecoins.Source).Select(rate => rate.Currency)
                .Where(code => Conversions.PairsOf(new Currency(code)).Any(
                    pair => configuration.Conversions.Any(known => known.Id == pair))),
        ];
        return assumed.IsEmpty ? null : assumed;
    }
}

/// <summary>The book as the pre-trade checks see it.</summary>
public static class PortfolioBookExtensions
{
    /// <param name="replaced">An order that counts as gone: another is asked for in its place.</param>
    public static PreTradeBook ToPreTrade(this PortfolioBook book, DateTimeOffset now, string? replaced = null) => new(
        Conversions.Currency.Code,
        book.Equity.Amount,
        book.Cash,
        book.PeakEquity,
        book.DayAnchor,
        [.. book.Positions.Values.Select(held => new HeldPosition(
            held.AssetId, held.ClassId, held.Quantity, held.AverageEntryPrice, held.MarkPrice, held.MarkedAt, held.StopPrice,
            held.OpenedAt))],
        [.. book.Reservations.Values.Where(held => held.ExpiresAt > now && held.ClientOrderId != replaced)
            .Select(held => new OpenReservation(
                held.ReservationId, held.AssetId, held.ClassId, held.SignedQuantity, held.Price, held.StopPrice, held.ExpiresAt))],
        book.Counts.LastMinute(now),
        book.Counts.Today(now),
        [.. book.Halts.Select(halt => halt.Halt)],
        book.Rejections.LastMinute(now),
        book.Rejections.Today(now));
}
