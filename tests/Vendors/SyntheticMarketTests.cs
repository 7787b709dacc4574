using System.Globalization;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Tests.Vendors;

public sealed class SyntheticMarketTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 21, 17, 43, 21, TimeSpan.Zero);

    public static TheoryData<string> AssetIds => [.. SyntheticAsset.All.Select(asset => asset.Id)];

    [Fact]
    public void All_Assets_Are22AndDifferent()
    {
        Assert.Equal(22, SyntheticAsset.All.Select(asset => asset.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(AssetIds))]
    public void Bars_OfEveryTimeframe_AddUpFromMinutes(string assetId)
    {
        var market = new SyntheticMarket(SyntheticAsset.Find(assetId)!);
        var (from, until) = (Now.AddDays(-12).Date, Now); // Over a weekend and the change of New York's clocks, up to a forming bar.
        var start = new DateTimeOffset(from, TimeSpan.Zero);
        var minutes = market.BarsFrom(Timeframe.M1, start, until, Now).ToList();

        foreach (var timeframe in new[] { Timeframe.M5, Timeframe.M15, Timeframe.M30, Timeframe.H1, Timeframe.H4, Timeframe.D1 })
        {
            var bars = market.BarsFrom(timeframe, start, until, Now).ToList();
            var sums = minutes.GroupBy(minute => LabelOf(market, timeframe, minute.Start))
                .Select(group => (group.Key, Bar: group.Aggregate((whole, part) => whole.Then(part)))).ToList();
            Assert.Equal(sums.Select(sum => (sum.Key, Values(sum.Bar))), bars.Select(bar => (bar.Start, Values(bar))));
        }
    }

    [Theory]
    [MemberData(nameof(AssetIds))]
    public void Bars_OfManyYears_AreSoundAndStayWithinReach(string assetId)
    {
        var asset = SyntheticAsset.Find(assetId)!;
        var market = new SyntheticMarket(asset);

        var bars = market.BarsFrom(Timeframe.D1, DateTimeOffset.UnixEpoch, Now, Now).ToList();

        Assert.InRange(bars.Count, 2000, 3400);
        Assert.All(bars, bar => Assert.True(
            bar.Low > 0 && bar.Low <= Math.Min(bar.Open, bar.Close) && bar.High >= Math.Max(bar.Open, bar.Close) && bar.Volume > 0));
        var closes = bars.Select(bar => Math.Log((double)market.PriceOf(bar.Close))).ToList();
        var volatility = Math.Sqrt(closes.Zip(closes.Skip(1), (one, next) => (next - one) * (next - one)).Average());
        Assert.InRange(volatility / asset.DailyVolatility, 0.6, 1.6);
        Assert.All(closes, close => Assert.InRange(close - Math.Log((double)asset.StartPrice), -5, 5));
    }

    [Theory]
    [MemberData(nameof(AssetIds))]
    public void PriceAt_AnyInstant_LiesInItsMinute(string assetId)
    {
        var market = new SyntheticMarket(SyntheticAsset.Find(assetId)!);
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            var instant = Now.AddSeconds(-random.Next(30 * 86_400));
            var minute = Timeframe.M1.OpenTimeOf(instant);
            var bar = market.BarsFrom(Timeframe.M1, minute, minute.AddMinutes(1), Now.AddDays(1)).Cast<Bar?>().SingleOrDefault();
            var price = market.PriceAt(instant);

            Assert.True(bar is not { } traded || (price >= traded.Low && price <= traded.High), $"{instant:O}: {price} outside {bar}");
            Assert.True(price > 0);
        }
    }

    [Fact]
    public void BarsFrom_AskedInPieces_IsTheSameAsWhole()
    {
        var market = new SyntheticMarket(SyntheticAsset.Find("ETH/USDT")!);
        var start = Now.AddHours(-30);
        var whole = market.BarsFrom(Timeframe.M5, start, Now, Now).ToList();

        var pieces = Enumerable.Range(0, 30).SelectMany(hour => new SyntheticMarket(market.Asset)
            .BarsFrom(Timeframe.M5, start.AddHours(hour), hour == 29 ? Now : start.AddHours(hour + 1), Now)).ToList();

        Assert.Equal(whole, pieces);
    }

    [Theory]
    [InlineData(2024, 3, 29, false)] // Good Friday
    [InlineData(2025, 4, 18, false)]
    [InlineData(2025, 5, 26, false)] // Memorial Day
    [InlineData(2025, 6, 19, false)]
    [InlineData(2021, 6, 18, true)] // Juneteenth is kept from 2022 on.
    [InlineData(2022, 6, 20, false)] // Juneteenth on a Sunday
    [InlineData(2021, 7, 5, false)] // 4 July on a Sunday
    [InlineData(2020, 7, 3, false)] // 4 July on a Saturday
    [InlineData(2025, 9, 1, false)]
    [InlineData(2025, 11, 27, false)]
    [InlineData(2025, 11, 28, true)]
    [InlineData(2021, 12, 24, false)] // Christmas on a Saturday
    [InlineData(2021, 12, 31, true)] // New Year's Day on a Saturday is not kept.
    [InlineData(2023, 1, 2, false)]
    [InlineData(2025, 1, 20, false)]
    [InlineData(2025, 2, 17, false)]
    [InlineData(2025, 3, 15, false)]
    [InlineData(2025, 10, 13, true)] // Columbus Day is a trading day.
    public void IsTradingDay_NewYork_KnowsTheHolidays(int year, int month, int day, bool expected)
    {
        Assert.Equal(expected, TradingCalendar.IsTradingDay(TradingHours.NewYork, new DateOnly(year, month, day)));
    }

    [Theory]
    [InlineData(2025, 3, 7, 14)] // Winter
    [InlineData(2025, 3, 10, 13)] // Summer time began the day before.
    [InlineData(2025, 10, 31, 13)]
    [InlineData(2025, 11, 3, 14)]
    public void SessionOf_NewYork_FollowsItsClocks(int year, int month, int day, int openingHourUtc)
    {
        var (start, end) = TradingCalendar.SessionOf(TradingHours.NewYork, new DateOnly(year, month, day));

        Assert.Equal(new DateTimeOffset(year, month, day, openingHourUtc, 30, 0, TimeSpan.Zero), start);
        Assert.Equal(TimeSpan.FromHours(6.5), end - start);
    }

    [Theory]
    [InlineData("2025-01-10T00:00:00Z", "2025-01-10T21:00:00Z", "2025-01-12T22:00:00Z")] // Winter: 17:00 in New York is 22:00Z.
    [InlineData("2025-03-07T00:00:00Z", "2025-03-07T21:00:00Z", "2025-03-09T21:00:00Z")] // The clocks change over this weekend.
    [InlineData("2025-06-13T00:00:00Z", "2025-06-13T20:00:00Z", "2025-06-15T21:00:00Z")]
    public void Bars_OfACurrencyOverAWeekend_EndOnFridayAndBeginOnSundayAt17InNewYork(string from, string last, string next)
    {
        var market = new SyntheticMarket(SyntheticAsset.Find("GBP/JPY")!);
        var start = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);

        var hours = market.BarsFrom(Timeframe.H1, start, start.AddDays(4), start.AddDays(4)).Select(bar => bar.Start).ToList();

        var (lastHour, nextHour) = hours.Zip(hours.Skip(1)).Single(pair => pair.Second - pair.First > TimeSpan.FromHours(1));
        Assert.Equal(
            (DateTimeOffset.Parse(last, CultureInfo.InvariantCulture), DateTimeOffset.Parse(next, CultureInfo.InvariantCulture)),
            (lastHour, nextHour));
    }

    [Theory]
    [InlineData("GBP/JPY", MarketHours.Forex, Timeframe.H1)]
    [InlineData("GBP/JPY", MarketHours.Forex, Timeframe.H4)]
    [InlineData("GBP/JPY", MarketHours.Forex, Timeframe.D1)]
    [InlineData("CRUDE", MarketHours.Futures, Timeframe.H1)]
    [InlineData("CRUDE", MarketHours.Futures, Timeframe.D1)]
    public void Bars_OverTheChangeOfClocks_LeaveNoSlotOfTheCalendarEmpty(string assetId, MarketHours hours, Timeframe timeframe)
    {
        var market = new SyntheticMarket(SyntheticAsset.Find(assetId)!);
        var from = Now.AddDays(-21);
        var opens = market.BarsFrom(timeframe, from.AddDays(-1), Now, Now).Select(bar => bar.Start).ToList();

        var slots = MarketCalendar.SlotsOf(hours, timeframe, from, Now).ToList();

        Assert.True(slots.Count > 10);
        Assert.All(slots, slot => Assert.Single(opens, open => open >= slot.From && open < slot.Until));
    }

    /// <summary>
    /// Futures close at 14:45 in New York on the day after Thanksgiving, which the calendar knows: the sandbox traded them until 17:00.
    /// </summary>
    [Theory]
    [InlineData(Timeframe.M1)]
    [InlineData(Timeframe.M15)]
    [InlineData(Timeframe.M30)]
    [InlineData(Timeframe.H1)]
    [InlineData(Timeframe.H4)]
    public void Bars_OfFuturesOverAHoliday_LieInTheSessionsOfTheCalendar(Timeframe timeframe)
    {
        var market = new SyntheticMarket(SyntheticAsset.Find("CRUDE")!);
        DateTimeOffset from = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), until = new(2026, 12, 2, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset early = new(2026, 11, 27, 19, 45, 0, TimeSpan.Zero), reopening = new(2026, 11, 29, 23, 0, 0, TimeSpan.Zero);

        var opens = market.BarsFrom(timeframe, from, until, until.AddDays(1)).Select(bar => bar.Start).ToList();

        var slots = MarketCalendar.SlotsOf(MarketHours.Futures, timeframe, from, until.AddDays(1)).Select(slot => slot.From)
            .Where(slot => slot >= from && slot < until);
        Assert.Equal(slots, opens);
        Assert.DoesNotContain(opens, open => open >= early && open < timeframe.OpenTimeOf(reopening));
        Assert.Equal(market.PriceAt(early), market.PriceAt(early.AddHours(2)));
    }

    [Theory]
    [InlineData("2026-11-27T15:00:00Z", "2026-11-27T15:00:00Z")]
    [InlineData("2026-11-27T21:59:00Z", "2026-11-27T19:44:59Z")]
    [InlineData("2026-12-01T22:30:00Z", "2026-12-01T21:59:59Z")]
    [InlineData("2026-12-25T15:00:00Z", "2026-12-24T18:44:59Z")]
    public void LastTradingAt_OfFutures_IsInTheSessionsOfTheCalendar(string instant, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
        TradingCalendar.LastTradingAt(TradingHours.Futures, DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    private static DateTimeOffset LabelOf(SyntheticMarket market, Timeframe timeframe, DateTimeOffset start)
        => (timeframe, market.Asset.Hours) switch
        {
            (Timeframe.D1, TradingHours.NewYork) => NewYorkTime.MidnightOf(NewYorkTime.DateOf(start)),
            (Timeframe.D1, TradingHours.ForexWeek or TradingHours.Futures) => // Monday's begins on Sunday at 17:00 in New York.
                new DateTimeOffset(NewYorkTime.DateOf(start.AddHours(7)), TimeOnly.MinValue, TimeSpan.Zero),
            _ => timeframe.OpenTimeOf(start),
        };

    private static (long Open, long High, long Low, long Close, long Volume) Values(Bar bar)
        => (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
}
