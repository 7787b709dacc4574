using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>
/// Reads corporate actions <c>{"corporate_actions":{"forward_splits":[{symbol,new_rate,old_rate,ex_date}]},"next_page_token":...}</c>:
/// a list for each type, where a type without any is missing. Other types than those asked for are left out.
/// </summary>
internal static class AlpacaActions
{
    /// <summary>What changes a unit or its name.</summary>
    public const string SplitTypes = "forward_split,reverse_split,stock_dividend,name_change,worthless_removal";

    /// <summary>What pays cash.</summary>
    public const string DividendTypes = "cash_dividend";

    /// <summary>A currency that is empty can mean US dollars or that it is not known; these are shares of US exchanges.</summary>
    private const string Dollars = "USD";

    private static readonly ImmutableArray<(string List, Func<JsonElement, CorporateActionQuery, CorporateAction?> Read)> Lists =
    [
        ("forward_splits", SplitOf),
        ("reverse_splits", SplitOf),
        ("stock_dividends", StockDividendOf),
        ("name_changes", NameChangeOf),
        ("worthless_removals", RemovalOf),
        ("cash_dividends", DividendOf),
    ];

    public static Result<AlpacaActionsPage> Read(JsonElement root, CorporateActionQuery query, int rowsMax)
    {
        if (root.Member("corporate_actions") is not { ValueKind: JsonValueKind.Object or JsonValueKind.Null } lists
            || root.Member("next_page_token") is not { ValueKind: JsonValueKind.String or JsonValueKind.Null } token)
        {
            return "has no corporate actions or no page token";
        }

        var (rows, unsure, leftOut) = (ImmutableArray.CreateBuilder<CorporateAction>(), new List<string>(), (LeftOut?)null);
        foreach (var (name, read) in Lists)
        {
            var list = ActionReplies.Read(lists.Member(name), rowsMax, $"row of {name}", query, SymbolOf, row => read(row, query));
            if (list.Fault is { } fault)
            {
                return fault;
            }

            rows.AddRange(list.Value!.Rows); // there is no fault
            unsure.AddRange(list.Value.Unsure);
            leftOut = LeftOut.Sum(leftOut, list.LeftOut);
        }

        rows.AddRange(NewSymbolsOf(lists, query));
        var page = new AlpacaActionsPage(rows.DrainToImmutable(), ((JsonElement?)token).Text(), [.. unsure]);
        return new Result<AlpacaActionsPage>(page, Fault: null, leftOut);
    }

    /// <summary>A change of names is of both: either may be the one that was asked for.</summary>
    private static string? SymbolOf(JsonElement row)
        => row.Member("symbol").Text() ?? row.Member("new_symbol").Text() ?? row.Member("old_symbol").Text();

    private static CorporateAction? SplitOf(JsonElement row, CorporateActionQuery query)
        => query.AssetOf(row.Member("symbol").Text()) is { } asset && row.Member("ex_date").Date() is { } date
            && row.Member("new_rate").Number() is { } units && row.Member("old_rate").Number() is { } before
            ? Of(asset, CorporateActionKind.Split, date) with { NewUnits = units, OldUnits = before } : null;

    /// <summary>The rate is what each share gets beside itself.</summary>
    private static CorporateAction? StockDividendOf(JsonElement row, CorporateActionQuery query)
        => query.AssetOf(row.Member("symbol").Text()) is { } asset && row.Member("ex_date").Date() is { } date
            && row.Member("rate").Number() is { } rate
            ? Of(asset, CorporateActionKind.Split, date) with { NewUnits = 1 + rate, OldUnits = 1 } : null;

    private static CorporateAction? NameChangeOf(JsonElement row, CorporateActionQuery query)
        => (query.AssetOf(row.Member("old_symbol").Text()) ?? query.AssetOf(row.Member("new_symbol").Text())) is { } asset
            && row.Member("process_date").Date() is { } date && row.Member("new_symbol").Text() is { Length: > 0 } symbol
            ? Of(asset, CorporateActionKind.SymbolChange, date) with { NewSymbol = symbol } : null;

    private static CorporateAction? RemovalOf(JsonElement row, CorporateActionQuery query)
        => query.AssetOf(row.Member("symbol").Text()) is { } asset && row.Member("process_date").Date() is { } date
            ? Of(asset, CorporateActionKind.Delisting, date) : null;

    private static CorporateAction? DividendOf(JsonElement row, CorporateActionQuery query)
        => query.AssetOf(row.Member("symbol").Text()) is { } asset && row.Member("ex_date").Date() is { } date
            && row.Member("rate").Number() is { } rate
            ? Of(asset, IsSpecial(row) ? CorporateActionKind.SpecialDividend : CorporateActionKind.Dividend, date) with
            {
                CashPerUnit = rate,
                Currency = row.Member("currency").Text() is { Length: > 0 } currency ? currency : Dollars,
                PaidOn = row.Member("payable_date").Date(),
            }
            : null;

    /// <summary>A reverse split may bring another symbol with it.</summary>
    private static IEnumerable<CorporateAction> NewSymbolsOf(JsonElement lists, CorporateActionQuery query)
        => (lists.Member("reverse_splits") is { ValueKind: JsonValueKind.Array } splits ? splits.EnumerateArray().ToArray() : [])
            .Select(row => row.Member("new_symbol").Text() is { Length: > 0 } symbol && SplitOf(row, query) is { } split
                ? Of(split.AssetId, CorporateActionKind.SymbolChange, split.EffectiveOn) with { NewSymbol = symbol }
                : null)
            .OfType<CorporateAction>();

    private static bool IsSpecial(JsonElement row) => row.Member("special") is { ValueKind: JsonValueKind.True };

    private static CorporateAction Of(string assetId, CorporateActionKind kind, DateOnly date)
        => new(assetId, AlpacaVendor.Id, kind, date);
}

/// <summary>A page of corporate actions, as they came.</summary>
/// <param name="PageToken">Of the next page; null on the last.</param>
/// <param name="Unsure">The assets of rows that were left out.</param>
internal sealed record AlpacaActionsPage(ImmutableArray<CorporateAction> Rows, string? PageToken, ImmutableArray<string> Unsure);
