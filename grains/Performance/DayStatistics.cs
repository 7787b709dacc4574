namespace OrleansAssets.Grains.Performance;

/// <summary>Counts of days by the sign of their result in currency. A flat day is neither won nor lost and ends a streak.</summary>
/// <param name="Streak">Profitable days in a row up to the last day.</param>
internal sealed record DayStatistics(int Profitable, int Losing, int Flat, int Streak)
{
    // Sums of money in binary fractions (0.1 + 0.2 - 0.3) leave dust that is no profit.
    private const int Decimals = 10;

    public double? WinRate => Profitable + Losing == 0 ? null : (double)Profitable / (Profitable + Losing);

    public static DayStatistics Of(IReadOnlyCollection<decimal> results)
    {
        var signs = results.Select(result => Math.Sign(Math.Round(result, Decimals))).ToArray();
        return new DayStatistics(
            signs.Count(sign => sign > 0),
            signs.Count(sign => sign < 0),
            signs.Count(sign => sign == 0),
            signs.Reverse().TakeWhile(sign => sign > 0).Count());
    }
}
