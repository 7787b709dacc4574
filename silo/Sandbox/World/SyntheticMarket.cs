using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Sandbox.World;

/// <summary>
/// One asset of an invented world that is the same for ever and can be asked about any instant. A day's bar comes straight from noise
/// over several scales; it is split into half hours, quarters, five minutes, minutes and seconds on demand, each part within its whole.
/// So a day costs nothing that its minutes cost, and candles of all timeframes agree.
/// </summary>
internal sealed class SyntheticMarket(SyntheticAsset asset)
{
    /// <summary>The first day of the world.</summary>
    public static readonly DateOnly FirstDay = new(2016, 1, 1);

    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(30);

    private readonly Noise _noise = Noise.Of(asset.Id);
    private readonly long _stepsPerUnit = (long)Math.Pow(10, asset.PriceDecimals);
    private readonly long _lotsPerUnit = (long)Math.Pow(10, asset.VolumeDecimals);

    /// <summary>The asset.</summary>
    public SyntheticAsset Asset => asset;

    /// <summary>
    /// The same market as it is told at an instant: splits that hold by then have changed its unit, and with it all of its history, as
    /// vendors adjust it. Before the first split it is this market itself.
    /// </summary>
    public SyntheticMarket AsOf(DateTimeOffset now) => SyntheticSplit.PriceFactor(asset.Id, now) is not 1 and var factor
        ? new SyntheticMarket(asset with
        {
            StartPrice = asset.StartPrice * factor,
            DailyVolume = (long)(asset.DailyVolume / factor),
        })
        : this;

    /// <summary>A price in the quote currency.</summary>
    public decimal PriceOf(long steps) => steps / (decimal)_stepsPerUnit;

    /// <summary>An amount in units of the asset.</summary>
    public decimal AmountOf(long lots) => lots / (decimal)_lotsPerUnit;

    /// <summary>The price at an instant, in steps; while the market is closed, the last close.</summary>
    public long PriceAt(DateTimeOffset instant)
    {
        var date = TradingCalendar.DateOf(asset.Hours, instant);
        if (TradingCalendar.IsTradingDay(asset.Hours, date))
        {
            var (start, end) = TradingCalendar.SessionOf(asset.Hours, date);
            if (instant >= start && instant < end)
            {
                var minute = MinutesFrom(FloorMinute(instant), FloorMinute(instant).AddMinutes(1)).Single();
                return SecondsOf(minute).Last(second => second.Start <= instant).Open;
            }

            if (instant >= end)
            {
                return DayOf(date).Close;
            }
        }

        return DayOf(TradingCalendar.TradingDayBefore(asset.Hours, date)).Close;
    }

    /// <summary>The close of a date, in the quote currency; null where the market was closed all day.</summary>
    public decimal? CloseOn(DateOnly date) => TradingCalendar.IsTradingDay(asset.Hours, date) ? PriceOf(DayOf(date).Close) : null;

    /// <summary>
    /// Bars of a timeframe that open from an instant on and before another, as far as they had traded at <paramref name="now"/>; the last
    /// may be forming. Where the market is closed there are none.
    /// </summary>
    public IEnumerable<Bar> BarsFrom(Timeframe timeframe, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        Bar? bar = null;
        foreach (var part in SessionBarsFrom(timeframe, from, Earliest(until + timeframe.Duration(), now), now))
        {
            if (bar is { } whole && whole.Start == part.Start)
            {
                bar = whole.Then(part); // Days that touch share the four hours in which one ends and the next begins.
                continue;
            }

            if (bar is { } done && done.Start >= from)
            {
                yield return done;
            }

            bar = part;
            if (part.Start >= until)
            {
                yield break;
            }
        }

        if (bar is { } last && last.Start >= from)
        {
            yield return last;
        }
    }

    /// <summary>The bars of each session that begins before an instant, under their labels.</summary>
    private IEnumerable<Bar> SessionBarsFrom(Timeframe timeframe, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var date = Latest(TradingCalendar.DateOf(asset.Hours, from), FirstDay);
        for (; TradingCalendar.SessionOf(asset.Hours, date).Start < until; date = date.AddDays(1))
        {
            if (!TradingCalendar.IsTradingDay(asset.Hours, date))
            {
                continue;
            }

            foreach (var bar in timeframe == Timeframe.D1 ? [DayUntil(date, now)] : BarsOfDay(timeframe, date, from, now))
            {
                yield return bar with { Start = OpenTimeOf(timeframe, bar, date) };
            }
        }
    }

    /// <summary>Where a bar's label stands: a day's at the start of its date, all others at a multiple of their length.</summary>
    private DateTimeOffset OpenTimeOf(Timeframe timeframe, Bar bar, DateOnly date)
        => timeframe != Timeframe.D1 ? timeframe.OpenTimeOf(bar.Start)
            : asset.Hours == TradingHours.NewYork ? NewYorkTime.MidnightOf(date)
            : new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);

    private IEnumerable<Bar> BarsOfDay(Timeframe timeframe, DateOnly date, DateTimeOffset from, DateTimeOffset now)
    {
        var (start, end) = TradingCalendar.SessionOf(asset.Hours, date);
        start = from > start ? Latest(timeframe.OpenTimeOf(from), start) : start;
        Bar? bar = null;
        foreach (var part in PartsOf(timeframe, date, start, Earliest(end, now), now))
        {
            if (bar is { } whole && timeframe.OpenTimeOf(whole.Start) == timeframe.OpenTimeOf(part.Start))
            {
                bar = whole.Then(part);
                continue;
            }

            if (bar is { } done)
            {
                yield return done;
            }

            bar = part;
        }

        if (bar is { } last)
        {
            yield return last;
        }
    }

    /// <summary>The largest parts that a timeframe is made of; the slot that now lies in comes in minutes, its last minute in
    /// seconds.</summary>
    private IEnumerable<Bar> PartsOf(Timeframe timeframe, DateOnly date, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        foreach (var (slot, noise) in SlotsOf(date))
        {
            if (slot.End <= start || slot.Start >= end)
            {
                continue;
            }

            var parts = slot.End > now ? MinutesUntil(slot, noise, now)
                : timeframe >= Timeframe.M30 ? [slot]
                : PartsOf(slot, noise, timeframe);
            foreach (var part in parts.Where(part => part.End > start && part.Start < end))
            {
                yield return part;
            }
        }
    }

    private Bar DayUntil(DateOnly date, DateTimeOffset now)
    {
        var (start, end) = TradingCalendar.SessionOf(asset.Hours, date);
        return now >= end ? DayOf(date) : PartsOf(Timeframe.D1, date, start, end, now).Aggregate((whole, part) => whole.Then(part));
    }

    private IEnumerable<Bar> MinutesFrom(DateTimeOffset start, DateTimeOffset end)
        => SlotsOf(TradingCalendar.DateOf(asset.Hours, start))
            .Where(slot => slot.Bar.End > start && slot.Bar.Start < end)
            .SelectMany(slot => PartsOf(slot.Bar, slot.Noise, Timeframe.M1))
            .Where(minute => minute.Start >= start && minute.Start < end);

    private IEnumerable<Bar> MinutesUntil(Bar slot, Noise noise, DateTimeOffset now)
    {
        foreach (var minute in PartsOf(slot, noise, Timeframe.M1).Where(minute => minute.Start < now))
        {
            yield return minute.End <= now
                ? minute
                : SecondsOf(minute).Where(second => second.Start < now).Aggregate(
                    (whole, second) => whole.Then(second)) with { End = minute.End };
        }
    }

    private Bar[] SecondsOf(Bar minute) => minute.Split(60, _noise.Child(4).Child(minute.Start.ToUnixTimeSeconds()));

    private static IEnumerable<Bar> PartsOf(Bar slot, Noise noise, Timeframe timeframe)
    {
        IEnumerable<Bar> parts = slot.End - slot.Start < Slot ? [slot] : slot.Split(2, noise.Child(15));
        if (timeframe <= Timeframe.M5)
        {
            parts = parts.SelectMany(quarter => quarter.Split(3, noise.Child(quarter.Start.Minute + 500)));
        }

        return timeframe == Timeframe.M1 ? parts.SelectMany(five => five.Split(5, noise.Child(five.Start.Minute + 100))) : parts;
    }

    private IEnumerable<(Bar Bar, Noise Noise)> SlotsOf(DateOnly date)
    {
        var day = DayOf(date);
        var noise = _noise.Child(3).Child(date.DayNumber);

        // Futures close at a quarter to an hour on some days.
        var slot = (day.End - day.Start).Ticks % Slot.Ticks == 0 ? Slot : Slot / 2;
        return day.Split((int)((day.End - day.Start) / slot), noise).Select(part => (part, noise.Child(part.Start.ToUnixTimeSeconds())));
    }

    private Bar DayOf(DateOnly date)
    {
        var (start, end) = TradingCalendar.SessionOf(asset.Hours, date);
        var noise = _noise.Child(2).Child(date.DayNumber);
        var before = LevelAfter(TradingCalendar.TradingDayBefore(asset.Hours, date));
        var after = LevelAfter(date);

        // An exchange that closes opens with a gap; one that never does goes on where it was.
        var open = asset.Hours == TradingHours.Always
            ? before
            : before + (0.35 * (after - before)) + (0.3 * asset.DailyVolatility * noise.Normal(0));
        var liveliness = 0.7 + (0.6 * _noise.Child(5).Uniform(date.DayNumber / 7)) + (0.3 * noise.Uniform(1));
        var reach = asset.DailyVolatility * 0.7 * liveliness;
        var high = Math.Max(open, after) + (reach * noise.Uniform(2));
        var low = Math.Min(open, after) - (reach * noise.Uniform(3));
        var volume = (long)(asset.DailyVolume * liveliness * (0.6 + (0.6 * noise.Uniform(4))));
        return new Bar(start, end, Steps(open), Steps(high), Steps(low), Steps(after), volume * _lotsPerUnit);
    }

    /// <summary>Log of the level at a day's close, relative to the start.</summary>
    private double LevelAfter(DateOnly date) => 0.5 * asset.DailyVolatility * _noise.Child(1).Wander(date.DayNumber);

    private long Steps(double level) => Math.Max(1, (long)Math.Round((double)asset.StartPrice * Math.Exp(level) * _stepsPerUnit));

    private static DateTimeOffset FloorMinute(DateTimeOffset instant) => Timeframe.M1.OpenTimeOf(instant);

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static T Latest<T>(T one, T other)
        where T : IComparable<T>
        => one.CompareTo(other) > 0 ? one : other;
}
