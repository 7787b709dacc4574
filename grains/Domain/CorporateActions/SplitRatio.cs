using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.CorporateActions;

/// <summary>A split: so many old units become so many new ones. 10:1 makes ten of one, 1:10 one of ten.</summary>
/// <param name="New">Units after it, more than 0.</param>
/// <param name="Old">Units before it, more than 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SplitRatio(decimal New, decimal Old)
{
    /// <summary>
    /// How far the price of a wild asset moves over the night of its split: UVXY closed 11 % above what its 1:5 of November 2025 made of
    /// it.
    /// </summary>
    public const decimal MarketTolerance = 0.12m;

    /// <summary>How far rounding moves a price of a vendor's history that was adjusted: half a cent of a share of 50 cents.</summary>
    public const decimal RoundingTolerance = 0.01m;

    private const int WholeUnitsMax = 1_000_000;

    /// <summary>The ratios in which companies and funds split, forward; each occurs in reverse. Others are rare.</summary>
    private static readonly ImmutableArray<SplitRatio> Forward =
    [
        new(3, 2), new(2, 1), new(5, 2), new(3, 1), new(4, 1), new(5, 1), new(6, 1), new(7, 1), new(8, 1), new(10, 1), new(12, 1),
        new(15, 1), new(20, 1), new(25, 1), new(30, 1), new(40, 1), new(50, 1), new(100, 1),
    ];

    /// <summary>All of them, forward and in reverse.</summary>
    public static ImmutableArray<SplitRatio> Known { get; } = [.. Forward, .. Forward.Select(ratio => ratio.Inverse)];

    /// <summary>By which a quantity is multiplied.</summary>
    public decimal QuantityFactor => New / Old;

    /// <summary>By which a price is multiplied.</summary>
    public decimal PriceFactor => Old / New;

    /// <summary>The split that takes this one back.</summary>
    public SplitRatio Inverse => new(Old, New);

    /// <summary>The known ratio that explains how a price came from one value to another; null where none does.</summary>
    /// <param name="before">More than 0, as is the price after; others are explained by nothing.</param>
    /// <param name="tolerance">How far the price may lie from what the ratio makes of it, as a fraction of that.</param>
    public static SplitRatio? Of(decimal before, decimal after, decimal tolerance)
    {
        if (before <= 0 || after <= 0)
        {
            return null;
        }

        var nearest = Known.MinBy(ratio => Math.Abs((double)after / (double)(before * ratio.PriceFactor) - 1));
        return nearest.Explains(before, after, tolerance) ? nearest : null;
    }

    /// <summary>Whether a price lies where this split would put it.</summary>
    public bool Explains(decimal before, decimal after, decimal tolerance)
    {
        var expected = before * PriceFactor;
        return before > 0 && after > 0 && Math.Abs(after - expected) <= tolerance * expected;
    }

    /// <summary>The same in whole units without a common divisor; null where that takes more than a million of them.</summary>
    public (int New, int Old)? InWholeUnits()
    {
        for (var scale = 1m; scale <= WholeUnitsMax; scale *= 10)
        {
            var (units, before) = (New * scale, Old * scale);
            if (decimal.IsInteger(units) && decimal.IsInteger(before) && units <= long.MaxValue && before <= long.MaxValue)
            {
                var divisor = (decimal)BigInteger.GreatestCommonDivisor((BigInteger)units, (BigInteger)before);
                (units, before) = (units / divisor, before / divisor);
                return units <= WholeUnitsMax && before <= WholeUnitsMax ? ((int)units, (int)before) : null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{New:0.######}:{Old:0.######}");
}
