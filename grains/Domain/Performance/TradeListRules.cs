using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>What may be asked of the list of trades, and what a page of it tells.</summary>
public static class TradeListRules
{
    public const int MostMax = 1_000;

    /// <summary>The place behind which the page begins; null for the beginning of the list.</summary>
    /// <exception cref="InvalidRequestException">The question makes no sense; each of its faults is told.</exception>
    /// <exception cref="NotFoundException">The configuration has no such class or asset.</exception>
    public static TradePlace? Check(TradeQuery query, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(query);
        var place = query.Before is { } before ? TradePlace.Find(before) : null;
        FieldFault.Refuse("question", [
            query.Most is >= 1 and <= MostMax ? null : FieldFault.Give("most", query.Most, $"1 to {MostMax}"),
            Enum.IsDefined(query.Scope) ? null : new FieldFault(
                "scope", InvalidPlace.Text(query.Scope), "must be closed, open or all", "scope is none of closed, open and all"),
            query.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            query.Before is null || (place is not null && IsOf(place, query.Scope)) ? null
                : new FieldFault(
                    "before", IdCheck.Given(query.Before), "must be the 'next' of the page before",
                    "before is no place in this list; give the 'next' of the page before, or nothing"),
            FaultOf("from", query.From),
            FaultOf("until", query.Until),
            query.From > query.Until ? new FieldFault(
                "from", InvalidPlace.Text(query.From), "must not be after until",
                $"from {query.From:yyyy-MM-dd} is after until {query.Until:yyyy-MM-dd}") : null,
            query.Scope != TradeScope.Closed && (query.From ?? query.Until) is not null
                ? new FieldFault(
                    "scope", InvalidPlace.Text(query.Scope), "must be closed where days are given",
                    "from and until are days of closing, which open trades have not; ask for closed ones") : null,
        ]);
        QueryRules.CheckPart(query.ClassId, configuration, query.AssetId);
        return place;
    }

    /// <param name="read">One more than the page has, where there is another page.</param>
    public static TradePage Page(ImmutableArray<LedgerTrade> read, int most)
    {
        var shown = read.Length > most ? read[..most] : read;
        return new TradePage(
            Conversions.Currency.Code, [.. shown.Select(Listed)], read.Length > shown.Length ? $"{TradePlace.Of(shown[^1])}" : null);
    }

    private static ListedTrade Listed(LedgerTrade known)
    {
        var trade = known.Trade;
        var isOpen = trade.ClosedAt is null;
        return new ListedTrade(
            trade,
            known.ClassId ?? "",
            (isOpen ? Conversions.QuoteCurrencyOf(trade.AssetId) : Conversions.Currency).Code,
            isOpen ? null : Rounding.Amount(TradeResult.Of(trade).ProfitAndLoss));
    }

    private static bool IsOf(TradePlace place, TradeScope scope) => place.IsOpen ? scope != TradeScope.Closed : scope != TradeScope.Open;

    private static FieldFault? FaultOf(string name, DateOnly? day) =>
        day is null || QueryRules.IsDay(day.Value) ? null : FieldFault.Give(name, day, "a day from 1900 on");
}
