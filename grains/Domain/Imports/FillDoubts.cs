using System.Globalization;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// What nobody would believe of a fill in a file: a price far from what its asset was traded at that day, a fee out of all proportion, or
/// more than the portfolio could have paid for. It may be true all the same, so that a second word takes it.
/// </summary>
public static class FillDoubts
{
    /// <summary>Fills that an answer names: more of them nobody reads.</summary>
    public const int NamedMax = 20;

    /// <summary>What is hard to believe of a fill, with the figures; null where nothing is, or nothing to compare is known.</summary>
    public static string? Of(DoubtedFill one, DoubtLimits limits, decimal leverage)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(limits);
        string?[] doubts = [OfPrice(one, limits), OfFee(one.Fill, limits), OfSize(one, limits, leverage)];
        var told = string.Join("; ", doubts.OfType<string>());
        return told.Length == 0 ? null : $"line {one.Fill.Line} '{one.Fill.FillId}', {SameFills.Text(one.Fill)}: {told}";
    }

    /// <summary>The first doubts and how many more there are; null for none.</summary>
    public static string? Text(IEnumerable<string> first, long count)
    {
        string[] named = [.. first.Take(NamedMax)];
        return count == 0 ? null : string.Join("; ", count > named.Length ? [.. named, $"and {count - named.Length} more"] : named);
    }

    /// <exception cref="InvalidRequestException">Something is hard to believe and nobody said it a second time.</exception>
    public static void Require(string? doubts, long count, bool confirmed)
    {
        if (doubts is not null && !confirmed)
        {
            throw InvalidRequestException.Doubted(
                "confirmed", "false", "must be true for what is hard to believe",
                $"Nothing was imported: {(count == 1 ? "a fill is" : $"{count} fills are")} hard to believe. {doubts}. Where it is a slip, "
                + "correct the file; where it is true, say it a second time and confirm it (--yes, or confirmed in the API).");
        }
    }

    /// <summary>What the fills of assets are held against.</summary>
    /// <param name="rateOf">What a currency is worth today in the portfolio's; null where that is not known.</param>
    public static IEnumerable<DoubtLimits> LimitsOf(AssetsConfiguration configuration, Func<Currency, decimal?> rateOf)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(rateOf);
        return configuration.Assets.Select(asset => new DoubtLimits(
            asset.Id, Conversions.QuoteCurrencyOf(asset.Id).Code, configuration.QuoteLimitsOf(asset.Id).MaxJump,
            rateOf(Conversions.QuoteCurrencyOf(asset.Id))));
    }

    private static string? OfPrice(DoubtedFill one, DoubtLimits limits) =>
        !IsQuoted(one.Fill, limits) || one.Low is not > 0 || one.High is not { } high
            || (one.Fill.Price <= high * (1 + limits.MaxJump) && one.Fill.Price >= one.Low * (1 - limits.MaxJump)) ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"its price is more than {limits.MaxJump:0.# %} off the {one.Low:#,0.########} to {high:#,0.########} of its day's candle");

    // In a third currency it is compared with nothing, as its rate of that day is not known here.
    private static string? OfFee(ImportedFill fill, DoubtLimits limits)
    {
        var traded = fill.Quantity * Math.Abs(fill.Price);
        decimal? charged = fill.FeeCurrency is not { } currency || currency == limits.Currency ? Math.Abs(fill.Fee)
            : $"{currency}/{limits.Currency}" == fill.AssetId ? Math.Abs(fill.Fee * fill.Price) : null;
        return !IsQuoted(fill, limits) || charged is not { } fee || limits.Rate is not { } rate
            || fee <= traded * FillBelief.FeeShareMax || fee * rate <= EventBelief.PettyMost ? null
            : $"its fee of {Amounts.Text(Math.Round(fee, 2))} {limits.Currency} is more than {Amounts.Percent(FillBelief.FeeShareMax)} of "
                + $"the {Amounts.Text(Math.Round(traded, 2))} {limits.Currency} that were traded";
    }

    private static string? OfSize(DoubtedFill one, DoubtLimits limits, decimal leverage)
    {
        if (!IsQuoted(one.Fill, limits) || limits.Rate is not { } rate || one.Equity is not { } equity)
        {
            return null;
        }

        var worth = one.Fill.Quantity * Math.Abs(one.Fill.Price) * rate;
        return worth <= Math.Max(0, equity) * leverage ? null
            : $"it is worth {Amounts.Text(Math.Round(worth, 2))} {Conversions.Currency}, more than {Amounts.Text(leverage)} times the "
                + $"equity of {Amounts.Text(Math.Round(equity, 2))}";
    }

    private static bool IsQuoted(ImportedFill fill, DoubtLimits limits) => fill.Currency is null || fill.Currency == limits.Currency;
}

/// <summary>A fill of a file beside what is known of its day.</summary>
/// <param name="Low">Of the asset's daily candles; null where none is stored.</param>
/// <param name="Equity">The portfolio's by then, else what it has now; null where neither is known.</param>
public sealed record DoubtedFill(ImportedFill Fill, decimal? Low, decimal? High, decimal? Equity);

/// <summary>What the fills of an asset are held against.</summary>
/// <param name="Currency">Of its quotes; prices in another are compared with nothing.</param>
/// <param name="MaxJump">Distance from the day's prices, as a fraction of them.</param>
/// <param name="Rate">What that currency is worth in the portfolio's; null where it is not known.</param>
public sealed record DoubtLimits(string AssetId, string Currency, decimal MaxJump, decimal? Rate);
