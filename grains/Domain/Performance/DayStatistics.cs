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
