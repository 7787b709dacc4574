using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrleansAssets.CorporateActions;
using OrleansAssets.Data;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Data;

/// <summary>
/// Tells a history in the units that were asked for. A candle is stored in the units that held when its values became known: vendors adjust
/// what lies before a split, and the history is fetched again then.
/// </summary>
public static class BasisRules
{
    /// <summary>The splits of an asset by which histories are adjusted, each once, oldest first.</summary>
    public static ImmutableArray<SplitAt> SplitsOf(ImmutableArray<CorporateActionView> actions) =>
    [
        .. actions.Where(view => view is { WithdrawnAt: null, Action: { Kind: CorporateActionKind.Split, NewUnits: > 0, OldUnits: > 0 } }
                and not { Settled.Outcome: SettledOutcome.SameAsAnother })
            .DistinctBy(view => view.Action.EffectiveOn)
            .OrderBy(view => view.Action.EffectiveOn)
            .Select(view => new SplitAt(
                view.Action.EffectiveOn, view.Action.EffectiveAt(), view.Action.NewUnits!.Value / view.Action.OldUnits!.Value)),
    ];

    /// <summary>A candle in the units that were asked for.</summary>
    /// <param name="knownAt">When its values became known here; null where its source never adjusts.</param>
    /// <param name="asOf">Splits after it are not in an adjusted history.</param>
    public static CandleRow Apply(
        CandleRow row, Timeframe timeframe, DateTimeOffset? knownAt, ImmutableArray<SplitAt> splits, PriceBasis basis, DateTimeOffset asOf)
    {
        var units = 1m;
        foreach (var split in splits)
        {
            if (split.IsAfter(row.OpenTime, timeframe))
            {
                var isIn = split.At <= knownAt;
                var isWanted = basis == PriceBasis.Adjusted && split.At <= asOf;
                units = isIn == isWanted ? units : isIn ? units * split.Units : units / split.Units;
            }
        }

        return units == 1m
            ? row
            : new CandleRow(row.OpenTime, row.Open * units, row.High * units, row.Low * units, row.Close * units, row.Volume / units);
    }
}

/// <summary>A split, and from when it holds.</summary>
/// <param name="On">The first trading date in new units.</param>
/// <param name="At">When that date begins, UTC.</param>
/// <param name="Units">New units for each old one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SplitAt(DateOnly On, DateTimeOffset At, decimal Units)
{
    /// <summary>
    /// Whether a candle is in old units; that of a day opens at 00:00Z of its trading date, before the split begins to hold.
    /// </summary>
    public bool IsAfter(DateTimeOffset openTime, Timeframe timeframe) =>
        timeframe == Timeframe.D1 ? DateOnly.FromDateTime(openTime.UtcDateTime) < On : openTime < At;
}
