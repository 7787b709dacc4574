using System.Globalization;

namespace OrleansAssets.Sandbox.World;

/// <summary>An option contract on a synthetic share and what was traded of it in a day so far.</summary>
/// <param name="Price">Per share of the underlying.</param>
internal sealed record SyntheticOption(
    string Root, bool IsCall, decimal Strike, DateOnly Expires, long Volume, decimal Price, long OpenInterest)
{
    private const int Weeks = 4;
    private const int StrikesEachWay = 6;
    private const decimal StrikeStep = 0.025m;

    /// <summary>The name of the Options Clearing Corporation: root, date, right, strike in thousandths.</summary>
    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{Root}{Expires:yyMMdd}{(IsCall ? 'C' : 'P')}{(long)(Strike * 1000):00000000}");

    /// <summary>
    /// The contracts of a share on a trading day: four Fridays, thirteen strikes about the last close, calls and puts. They are ordered by
    /// expiry and strike.
    /// </summary>
    /// <param name="now">Volume grows through the session up to here.</param>
    public static IEnumerable<SyntheticOption> ChainOf(SyntheticMarket market, DateOnly date, DateTimeOffset now)
    {
        var (start, end) = TradingCalendar.SessionOf(TradingHours.NewYork, date);
        var share = Math.Clamp((now - start) / (end - start), 0, 1);
        var spot = market.PriceOf(market.PriceAt(start.AddTicks(-1)));
        var noise = Noise.Of(market.Asset.Id).Child(9).Child(date.DayNumber);
        var friday = date.AddDays(((int)DayOfWeek.Friday - (int)date.DayOfWeek + 7) % 7);
        for (var contract = 0; contract < Weeks * ((2 * StrikesEachWay) + 1) * 2; contract++)
        {
            var (week, step) = (contract / (((2 * StrikesEachWay) + 1) * 2), (contract / 2 % ((2 * StrikesEachWay) + 1)) - StrikesEachWay);
            var strike = (Math.Round(spot * 2) / 2) + (step * Math.Max(0.5m, Math.Round(spot * StrikeStep * 2) / 2));
            if (strike > 0)
            {
                yield return Of(
                    market.Asset, contract % 2 == 0, strike, friday.AddDays(7 * week), date, spot, step, share, noise.Child(contract));
            }
        }
    }

    private static SyntheticOption Of(
        SyntheticAsset asset, bool isCall, decimal strike, DateOnly expires, DateOnly date, decimal spot, int step, double share,
        Noise noise)
    {
        var days = expires.DayNumber - date.DayNumber + 1;
        var timeValue = (double)spot * asset.DailyVolatility * 0.4 * Math.Sqrt(days) * Math.Exp(-Math.Abs(step) / 5.0);
        var intrinsic = Math.Max(0, isCall ? spot - strike : strike - spot);
        var typical = asset.DailyVolume / 40_000.0 * Math.Exp(-Math.Abs(step) / 4.0);
        return new SyntheticOption(
            asset.Id, isCall, strike, expires,
            Volume: (long)(typical * share * Math.Exp(noise.Normal(1))),
            Price: Math.Max(0.01m, Math.Round(intrinsic + (decimal)timeValue, 2)),
            OpenInterest: 1 + (long)(typical * 1.6 * (0.5 + noise.Uniform(2))));
    }
}
