using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.CorporateActions;

/// <summary>What a corporate action is to the rest of the product.</summary>
public static class ActionRules
{
    /// <summary>The shares of a source: what trades on US exchanges. Coins, currencies and futures have no corporate actions.</summary>
    public static ImmutableArray<ShareSymbol> SharesOf(AssetsConfiguration configuration, string sourceId) =>
    [
        .. configuration.Assets
            .Where(asset => asset.TakesFrom(sourceId) && configuration.FindClass(asset.ClassId)?.Hours == MarketHours.UsExchange)
            .Select(asset => asset.SymbolAt(sourceId) is { } symbol ? new ShareSymbol(asset.Id, symbol) : null)
            .OfType<ShareSymbol>(),
    ];

    /// <summary>When an action begins to hold: at New York's midnight, while the exchanges are closed.</summary>
    public static DateTimeOffset EffectiveAt(this CorporateAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return NewYorkTime.MidnightOf(action.EffectiveOn);
    }

    /// <summary>
    /// The splits among actions of one asset, oldest first; each once, whichever sources tell it, and none that was withdrawn.
    /// </summary>
    public static ImmutableArray<HeldSplit> SplitsOf(IEnumerable<CorporateActionView> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var splits = ImmutableArray.CreateBuilder<HeldSplit>();
        var last = DateOnly.MinValue;
        foreach (var action in known.Where(view => view.WithdrawnAt is null).Select(view => view.Action).OrderBy(one => one.EffectiveOn))
        {
            if (action.Ratio() is { } ratio && action.EffectiveOn.DayNumber - last.DayNumber > SettlingRules.SameWithinDays)
            {
                splits.Add(new HeldSplit(action.EffectiveAt(), ratio));
                last = action.EffectiveOn;
            }
        }

        return splits.DrainToImmutable();
    }

    /// <summary>The ratio of a split; null for all other kinds.</summary>
    public static SplitRatio? Ratio(this CorporateAction action) => action is { NewUnits: { } units, OldUnits: { } before }
        ? new SplitRatio(units, before)
        : null;
}

/// <summary>A split, and from when on it holds.</summary>
public sealed record HeldSplit(DateTimeOffset At, SplitRatio Ratio);

/// <summary>Kinds of corporate actions, in words and by dataset.</summary>
public static class ActionKinds
{
    /// <summary>What a dataset of splits holds.</summary>
    public static ImmutableArray<CorporateActionKind> OfSplits { get; } =
        [CorporateActionKind.Split, CorporateActionKind.SymbolChange, CorporateActionKind.Delisting];

    /// <summary>What a dataset of dividends holds.</summary>
    public static ImmutableArray<CorporateActionKind> OfDividends { get; } =
        [CorporateActionKind.Dividend, CorporateActionKind.SpecialDividend];

    /// <summary>The kind in tables and ids.</summary>
    public static string CodeOf(CorporateActionKind kind) => kind switch
    {
        CorporateActionKind.Split => "split",
        CorporateActionKind.Dividend => "dividend",
        CorporateActionKind.SpecialDividend => "special_dividend",
        CorporateActionKind.SymbolChange => "symbol_change",
        CorporateActionKind.Delisting => "delisting",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of corporate action."),
    };
}
