using System.Text.Json;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Reads splits <c>{ticker, execution_date, split_from, split_to}</c> and dividends <c>{ticker, ex_dividend_date, cash_amount, currency,
/// pay_date, distribution_type}</c>. Changes of symbols the vendor tells for one share a call; they are not asked for.
/// </summary>
internal static class PolygonActions
{
    /// <summary>The vendor's most. A dozen shares have some hundred dividends in as many years as anyone asks for.</summary>
    public const int RowsMax = 5000;

    /// <summary>Where the vendor states none; these are shares of US exchanges.</summary>
    private const string Dollars = "USD";

    public static Result<DataPage<CorporateAction>> ReadSplits(JsonElement root, CorporateActionQuery query)
        => Read(root, query, "split", row => SplitOf(row, query));

    public static Result<DataPage<CorporateAction>> ReadDividends(JsonElement root, CorporateActionQuery query)
        => Read(root, query, "dividend", row => DividendOf(row, query));

    private static Result<DataPage<CorporateAction>> Read(
        JsonElement root, CorporateActionQuery query, string what, Func<JsonElement, CorporateAction?> read)
        => root.Member("next_url").Text() is not null
            ? $"has more than {RowsMax} rows; lower history_days in sources.yaml"
            : ActionReplies.Read(root.Member("results"), RowsMax, what, query, row => row.Member("ticker").Text(), read)
                .Then<DataPage<CorporateAction>>(found => new DataPage<CorporateAction>(
                    ActionReplies.Merge(found.Rows, query), ContinueFrom: null) { Unsure = found.Unsure });

    private static CorporateAction? SplitOf(JsonElement row, CorporateActionQuery query)
        => query.AssetOf(row.Member("ticker").Text()) is { } asset && row.Member("execution_date").Date() is { } date
            && row.Member("split_to").Number() is { } units && row.Member("split_from").Number() is { } before
            ? new CorporateAction(asset, PolygonVendor.Id, CorporateActionKind.Split, date, units, before) : null;

    private static CorporateAction? DividendOf(JsonElement row, CorporateActionQuery query)
        => query.AssetOf(row.Member("ticker").Text()) is { } asset && row.Member("ex_dividend_date").Date() is { } date
            && row.Member("cash_amount").Number() is { } amount
            ? new CorporateAction(
                asset, PolygonVendor.Id, KindOf(row), date, CashPerUnit: amount,
                Currency: row.Member("currency").Text() is { Length: > 0 } currency ? currency : Dollars,
                PaidOn: row.Member("pay_date").Date())
            : null;

    private static CorporateActionKind KindOf(JsonElement row) => row.Member("distribution_type").Text() is "special" or "supplemental"
        ? CorporateActionKind.SpecialDividend
        : CorporateActionKind.Dividend;
}
