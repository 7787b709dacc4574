using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Http;

/// <summary>What must hold of any vendor's corporate actions, and how those of one kind and date become one.</summary>
internal static class ActionReplies
{
    /// <summary>
    /// The rows of a list of one kind; none where the list is missing. One that cannot be used is left out: one share's odd row must not
    /// hide the actions of all the others.
    /// </summary>
    /// <param name="symbolOf">What the share of a row is called at the vendor; null where the row does not say.</param>
    /// <param name="read">Null for a row that is not of the documented form, one of a share that was not asked for among them.</param>
    public static Result<ActionRows> Read(
        JsonElement? array, int rowsMax, string what, CorporateActionQuery query, Func<JsonElement, string?> symbolOf,
        Func<JsonElement, CorporateAction?> read)
        => array.IsStated()
            ? ReplyRows.ArrayOf(array, rowsMax).Then(rows => Read(rows, what, query, symbolOf, read))
            : new ActionRows([], []);

    private static Result<ActionRows> Read(
        JsonElement rows, string what, CorporateActionQuery query, Func<JsonElement, string?> symbolOf,
        Func<JsonElement, CorporateAction?> read)
    {
        var (kept, unsure, leftOut) =
            (ImmutableArray.CreateBuilder<CorporateAction>(), new HashSet<string>(StringComparer.Ordinal), (LeftOut?)null);
        foreach (var row in rows.EnumerateArray())
        {
            var action = read(row);
            if ((action is null ? "is not of the documented form" : FaultOf(action)) is not { } fault)
            {
                kept.Add(action!); // one that is null has a fault
                continue;
            }

            leftOut = LeftOut.Sum(leftOut, new LeftOut(1, $"a {what} {kept.Count + (leftOut?.Count ?? 0) + 1} that {fault}"));
            var symbol = symbolOf(row);
            if ((symbol is null ? FeedId.Market : query.AssetOf(symbol)) is { } asset)
            {
                unsure.Add(asset); // what is not told of it may be in this row
            }
        }

        return leftOut is not null && LeftOut.IsTooManyOfFew(leftOut.Count, kept.Count)
            ? $"has {leftOut.First}"
            : new Result<ActionRows>(new ActionRows(kept.DrainToImmutable(), [.. unsure]), Fault: null, leftOut);
    }

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

/// <summary>Corporate actions as they came.</summary>
/// <param name="Unsure">The assets of rows that were left out; <see cref="FeedId.Market"/> for a row that names no share.</param>
internal sealed record ActionRows(ImmutableArray<CorporateAction> Rows, ImmutableArray<string> Unsure);
