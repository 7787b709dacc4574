using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// Whether a fill of a file and one that was told are the same under one id: asset, side, units, price and fee. Two clocks tell their
/// times, and a broker knows of no strategy: neither counts.
/// </summary>
public static class SameFills
{
    /// <exception cref="InvalidRequestException">The book began with an import that has another fill under the id.</exception>
    public static void Require(ImportedFill imported, Fill told)
    {
        if (!Are(imported, told))
        {
            throw InvalidRequestException.At(
                "fillId", told.FillId, "must carry the same content as before",
                $"The id '{told.FillId}' came by an import as {Text(imported)}, and is told now as {Text(told)}: the same id must carry "
                + "the same content. Nothing was changed.");
        }
    }

    public static bool Are(ImportedFill imported, Fill told)
    {
        ArgumentNullException.ThrowIfNull(imported);
        ArgumentNullException.ThrowIfNull(told);
        var (one, other) = (PaidIn(imported.Currency, imported.AssetId), PaidIn(told.Currency, told.AssetId));
        return imported.AssetId == told.AssetId && imported.Side == told.Side && imported.Quantity == told.Quantity
            && imported.Price == told.Price && one == other && imported.Fee == told.Fee
            && (told.Fee == 0 || (Dollar(imported.FeeCurrency) ?? one) == (Dollar(told.FeeCurrency) ?? other));
    }

    /// <summary>A fill in words, e.g. <c>buy 10 NVDA at 110.5 with a fee of 0.35</c>.</summary>
    public static string Text(ImportedFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return Text(fill.Side, fill.Quantity, fill.AssetId, fill.Price, fill.Currency, fill.Fee, fill.FeeCurrency);
    }

    /// <inheritdoc cref="Text(ImportedFill)"/>
    public static string Text(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return Text(fill.Side, fill.Quantity, fill.AssetId, fill.Price, fill.Currency, fill.Fee, fill.FeeCurrency);
    }

    private static string Text(
        OrderSide side, decimal quantity, string assetId, decimal price, string? currency, decimal fee, string? feeCurrency) =>
        $"{(side == OrderSide.Buy ? "buy" : "sell")} {RowRules.Text(quantity)} {assetId} at {RowRules.Text(price)}{Named(currency)}"
            + (fee == 0 ? "" : $" with a fee of {RowRules.Text(fee)}{Named(feeCurrency)}");

    private static string Named(string? currency) => currency is null ? "" : $" {currency}";

    private static string? PaidIn(string? currency, string assetId) => Dollar(currency ?? Conversions.QuoteCurrencyOf(assetId).Code);

    // A venue's dollar is a dollar: files say USDT where a program says USD.
    private static string? Dollar(string? code) =>
        Stablecoins.OfTheDollar.Any(coin => coin.Code == code) ? Conversions.Currency.Code : code;
}
