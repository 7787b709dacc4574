using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>Counts of days by the sign of their result in currency. A flat day is neither won nor lost and ends a streak.</summary>
/// <param name="Streak">Profitable days in a row up to the last day.</param>
/// <param name="LossStreak">Losing days in a row up to the last day.</param>
public sealed record DayStatistics(
    int Profitable, int Losing, int Flat, int Streak, int LossStreak, int LongestStreak, int LongestLossStreak)
{
    private const int Decimals = 10;

    public double? WinRate => Profitable + Losing == 0 ? null : (double)Profitable / (Profitable + Losing);

    /// <summary>A day's result without the dust that sums of computed prices and fees leave, which is neither profit nor loss.</summary>
    public static decimal Rounded(decimal result) => Math.Round(result, Decimals);

    public static DayStatistics Of(ReadOnlySpan<DailyResult> results)
    {
        var signs = new int[results.Length];
        var (profitable, losing) = (0, 0);
        for (var index = 0; index < signs.Length; index++)
        {
            signs[index] = Math.Sign(Rounded(results[index].ProfitAndLoss));
            profitable += signs[index] > 0 ? 1 : 0;
            losing += signs[index] < 0 ? 1 : 0;
        }

        var (won, lost) = (Streaks.Of(signs, 1), Streaks.Of(signs, -1));
        return new DayStatistics(
            profitable,
            losing,
            signs.Length - profitable - losing,
            won.Current,
            lost.Current,
            won.Longest,
            lost.Longest);
    }
}

/// <summary>What a finished day brought.</summary>
/// <param name="ProfitAndLoss">In the portfolio's currency, net of fees and cash flows.</param>
/// <param name="Return">Of the capital that worked, as a fraction; see DailyReturns.</param>
public sealed record DailyResult(DateOnly Day, decimal ProfitAndLoss, double Return)
{
    /// <summary>
    /// Whether somebody saw the day end. One without a row is taken for flat, and one that was made up later is told from stored prices:
    /// neither is evidence.
    /// </summary>
    public bool IsObserved { get; init; } = true;

    /// <summary>Whose the day's row is.</summary>
    public RecordProvenance Provenance { get; init; }
}

/// <summary>Runs of one sign: the longest, and the one that the last value ends.</summary>
public sealed record Streaks(int Longest, int Current)
{
    public static Streaks Of(ReadOnlySpan<int> signs, int sign)
    {
        var (longest, current) = (0, 0);
        foreach (var one in signs)
        {
            current = one == sign ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return new Streaks(longest, current);
    }
}
