using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrleansAssets.Domain.Performance;

/// <summary>A price at the end of a day.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DailyPrice(DateOnly Day, double Price);

/// <summary>
/// Simple returns of several price series between the days that all of them have. Prices are aligned before returns are taken: a stock's
/// Monday is then set against the three days of a coin that it really spans, not against one of them.
/// </summary>
/// <param name="Days">The day that each return ends on, ascending.</param>
/// <param name="Series">One array for each price series, as long as <paramref name="Days"/>.</param>
public sealed record AlignedReturns(ImmutableArray<DateOnly> Days, ImmutableArray<double[]> Series)
{
    /// <param name="prices">Ascending by day, each day once.</param>
    /// <param name="window">At most this many returns, the newest.</param>
    /// <exception cref="ArgumentException">A series is not ascending, or a price is not a number above 0.</exception>
    public static AlignedReturns Of(IReadOnlyList<IReadOnlyList<DailyPrice>> prices, int window = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        foreach (var series in prices)
        {
            Check(series);
        }

        var common = CommonDays(prices);
        var kept = common.Skip(Math.Max(0, common.Length - 1 - window)).ToHashSet();
        var days = common.Where(kept.Contains).Skip(1).ToImmutableArray();
        return new AlignedReturns(days, [.. prices.Select(series => Returns([.. series.Where(price => kept.Contains(price.Day))]))]);
    }

    private static DateOnly[] CommonDays(IReadOnlyList<IReadOnlyList<DailyPrice>> prices)
    {
        if (prices.Count == 0)
        {
            return [];
        }

        var common = prices[0].Select(price => price.Day).ToHashSet();
        foreach (var series in prices.Skip(1))
        {
            common.IntersectWith(series.Select(price => price.Day));
        }

        return [.. common.Order()];
    }

    private static double[] Returns(DailyPrice[] prices) =>
        [.. prices.Zip(prices.Skip(1), (before, after) => (after.Price / before.Price) - 1)];

    private static void Check(IReadOnlyList<DailyPrice> series)
    {
        for (var index = 0; index < series.Count; index++)
        {
            var (day, price) = series[index];
            if (!double.IsFinite(price) || price <= 0)
            {
                throw new ArgumentException($"The price of {day:yyyy-MM-dd} is {price}; it must be a number above 0.", nameof(series));
            }

            if (index > 0 && day <= series[index - 1].Day)
            {
                throw new ArgumentException($"Prices must ascend by day, each day once; {day:yyyy-MM-dd} does not.", nameof(series));
            }
        }
    }
}
