using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>
/// A loss against the part that may be lost. What halts trading, what refuses an order and what a review shows all ask this, so that none
/// of them says 'reached' where another does not. Amounts are compared as they are: whoever shows one rounds it.
/// </summary>
/// <param name="Reference">Equity that the loss is measured from: the peak, or that at the start of the day.</param>
/// <param name="Equity">Equity now.</param>
/// <param name="Limit">Part of the reference that may be lost, e.g. 0.25; a loss of just as much has reached it.</param>
public readonly record struct LossMeasure(Money Reference, Money Equity, decimal Limit)
{
    /// <summary>Parts of a limit from which on a loss is warned of, the larger first.</summary>
    public static readonly ImmutableArray<decimal> WarnBands = [0.80m, 0.60m];

    /// <summary>Without capital there is nothing to measure a loss from.</summary>
    public bool IsMeasurable => Reference.IsPositive;

    /// <summary>What is lost; 0 where equity is above the reference.</summary>
    public Money Loss => (Reference - Equity).OrZero();

    /// <summary>What may be lost.</summary>
    public Money Most => (Reference * Limit).OrZero();

    /// <summary>The lost part of the reference. For texts and records: it is rounded as quotients are.</summary>
    public decimal Share => IsMeasurable ? Loss / Reference : 0;

    public bool IsReached => IsMeasurable && Loss >= Most;

    /// <summary>The largest band that the loss is in; null below all, and where the limit is reached.</summary>
    public decimal? Band
    {
        get
        {
            if (IsReached || !IsMeasurable)
            {
                return null;
            }

            foreach (var band in WarnBands)
            {
                if (Loss >= Most * band)
                {
                    return band;
                }
            }

            return null;
        }
    }
}
