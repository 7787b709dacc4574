using System.Globalization;

namespace OrleansAssets.Sandbox.Finra;

/// <summary>Writes a row of the file.</summary>
internal static class FinraRow
{
    public static string ToRow(this SyntheticShorts shorts, string symbol)
    {
        var change = shorts.Shares - shorts.PreviousShares;
        var percent = shorts.PreviousShares == 0 ? 0 : Math.Round(100m * change / shorts.PreviousShares, 2);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{shorts.Settled:yyyyMMdd}|{symbol}|{symbol} Corporation|A|NYSE|{shorts.Shares}|{shorts.PreviousShares}||{shorts.DailyVolume}|{shorts.DaysToCover}||{percent}|{change}|{shorts.Settled:yyyy-MM-dd}");
    }
}
