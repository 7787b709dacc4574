using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Http;

/// <summary>What must hold of any vendor's corporate actions, and how those of one kind and date become one.</summary>
internal static class ActionReplies
{
    /// <summary>The rows of a list of one kind; none where the list is missing.</summary>
    /// <param name="read">Null for a row that is not of the documented form, one of a share that was not asked for among them.</param>
    public static Result<ImmutableArray<CorporateAction>> Read(
        JsonElement? array, int rowsMax, string what, Func<JsonElement, CorporateAction?> read)
        => array.IsStated()
            ? ReplyRows.Read(array, rowsMax, read, (action, _) => FaultOf(action), what, isWhole: true) // what is not told is withdrawn
            : ImmutableArray<CorporateAction>.Empty;

    /// <summary>
    /// The actions from the query's date on, by date, each kind once a date: splits of one date follow one another, different dividends of
    /// one date are paid together, and what a vendor lists twice is one.
    /// </summary>
    public static ImmutableArray<CorporateAction> Merge(IEnumerable<CorporateAction> read, CorporateActionQuery query)
    {
        var from = NewYorkTime.DateOf(query.From);
        return
        [
            .. read.Where(action => action.EffectiveOn >= from).Distinct()
                .GroupBy(action => (action.AssetId, action.Kind, action.EffectiveOn, action.Currency))
                .Select(group => group.Aggregate(Together)).Where(action => action.Kind != CorporateActionKind.Split || !IsNoSplit(action))
                .DistinctBy(action => (action.AssetId, action.Kind, action.EffectiveOn))
                .OrderBy(action => action.EffectiveOn).ThenBy(action => action.AssetId, StringComparer.Ordinal)
                .ThenBy(action => action.Kind),
        ];
    }

    private static CorporateAction Together(CorporateAction one, CorporateAction other) => one.Kind switch
    {
        CorporateActionKind.Split => one with { NewUnits = one.NewUnits * other.NewUnits, OldUnits = one.OldUnits * other.OldUnits },
        CorporateActionKind.Dividend or CorporateActionKind.SpecialDividend =>
            one with { CashPerUnit = one.CashPerUnit + other.CashPerUnit, PaidOn = one.PaidOn ?? other.PaidOn },
        _ => other,
    };

    private static bool IsNoSplit(CorporateAction action) => action.NewUnits == action.OldUnits;

    private static string? FaultOf(CorporateAction action) => action switch
    {
        { Kind: CorporateActionKind.Split, NewUnits: not > 0 } or { Kind: CorporateActionKind.Split, OldUnits: not > 0 } =>
            "has a ratio that is not above 0",
        { Kind: CorporateActionKind.Dividend or CorporateActionKind.SpecialDividend, CashPerUnit: not > 0 } =>
            "pays an amount that is not above 0",
        _ => null,
    };
}
