using System.Collections.Immutable;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;

namespace OrleansAssets.Domain.Imports;

/// <summary>What a fill of an import must keep to.</summary>
public static class FillRules
{
    /// <summary>Longest code of a currency in characters.</summary>
    public const int CurrencyLengthMax = 12;

    /// <summary>Faults of a fill; empty for a good one.</summary>
    /// <param name="negativePrices">Whether the asset's class has prices of 0 and less.</param>
    public static ImmutableArray<RowFault> Check(ImportedFill fill, DateTimeOffset now, bool negativePrices = false)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var faults = new RowFaults();
        faults.Id("fill_id", fill.FillId, IdCheck.LengthMax); // as those that are told one by one
        if (fill.StrategyId is { } strategy)
        {
            faults.Id("strategy", strategy);
        }

        faults.Positive("quantity", fill.Quantity);
        faults.Price("price", fill.Price, negativePrices);
        faults.Either("fee", fill.Fee); // less than 0 is a rebate
        if (IsPaidInBase(fill) && Math.Abs(fill.Fee) >= fill.Quantity)
        {
            faults.Add("fee", fill.Fee, $"must be less than the quantity, out of which it is paid in {fill.FeeCurrency}");
        }

        faults.Currency("currency", fill.Currency);
        faults.Currency("fee_currency", fill.FeeCurrency);
        faults.Instant("executed_at", fill.At, now);
        return faults.ToArray();
    }

    /// <summary>Whether the fee is paid in what was traded, so that it changes what is held.</summary>
    public static bool IsPaidInBase(ImportedFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return fill.Fee != 0 && fill.FeeCurrency is { } code && FillFees.IsPaidInUnits(fill.AssetId, code);
    }
}
