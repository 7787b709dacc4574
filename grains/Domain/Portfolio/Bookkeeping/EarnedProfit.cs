using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Whatever moved cash and is no flow earned or cost it: by the asset that the event names, or by none. A mark moves it by itself.
/// </summary>
internal static class EarnedProfit
{
    /// <summary>The book after an event, with what the event earned or cost.</summary>
    public static PortfolioBook Of(PortfolioBook before, PortfolioEvent one, PortfolioBook after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(after);
        if (after.Profits is not { } ledger || one is DayBegan or PricesMarked or ImportTaken { Positions: null })
        {
            return after;
        }

        // What a history told anew earned is in its figures.
        if (Amendments.Is(one))
        {
            return after;
        }

        if (one is ImportTaken taken)
        {
            return after with
            {
                Profits = ImportSequels.GoesOn(before, taken) ? ledger.Adopt(before, after) : ProfitLedger.Begin(after),
            };
        }

        var earned = after.Cash - before.Cash - (after.Flows - before.Flows);
        return one switch
        {
            FillRecorded fill => after with { Profits = ledger.Add(fill.Fill.AssetId, fill.ClassId, earned) },
            BookEventRecorded happened => after with { Profits = Of(ledger, happened, earned, before) },
            _ when earned != 0 => after with { Profits = ledger.Add(ProfitLedger.NoAsset, "", earned) },
            _ => after,
        };
    }

    private static ProfitLedger Of(ProfitLedger ledger, BookEventRecorded happened, decimal earned, PortfolioBook before)
    {
        var one = happened.Event;
        if (one is { Kind: BookEventKind.SymbolChange, AssetId: { } old, NewAssetId: { } renamed })
        {
            return ledger.Rename(old, renamed, happened.ClassId);
        }

        if (one.AssetId is not { } assetId)
        {
            return earned == 0 ? ledger : ledger.Add(ProfitLedger.NoAsset, "", earned);
        }

        var classId = happened.ClassId ?? before.Positions.GetValueOrDefault(assetId)?.ClassId ?? PortfolioRules.UnknownClass;
        return happened.Outcome.Shares.Aggregate(
            earned == 0 ? ledger : ledger.Add(assetId, classId, earned),
            (next, share) => next.AddTrip(
                RoundTrips.Key(assetId, share.StrategyId), assetId, classId, share.StrategyId, share.Amount));
    }
}
