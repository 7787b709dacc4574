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
    /// <param name="mayBeNegative">Whether prices of 0 and less are real, as those of futures.</param>
    public static ImmutableArray<RowFault> Check(ImportedFill fill, bool mayBeNegative, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var faults = new RowFaults();
        faults.Id("fill_id", fill.FillId);
        if (fill.StrategyId is { } strategy)
        {
            faults.Id("strategy", strategy);
        }

        faults.Positive("quantity", fill.Quantity);
        faults.Price("price", fill.Price, mayBeNegative);
        if (fill.Fee is < 0 or > RowRules.AmountMax)
        {
            faults.Add("fee", fill.Fee, "must be 0 or more: a rebate is an entry of its own");
        }

        if (IsPaidInBase(fill) && fill.Fee >= fill.Quantity)
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
        return fill.Fee > 0 && fill.FeeCurrency is { } code && FillFees.IsPaidInUnits(fill.AssetId, code);
    }
}
