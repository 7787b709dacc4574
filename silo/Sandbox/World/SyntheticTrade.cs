namespace OrleansAssets.Sandbox.World;

/// <summary>A large option trade of the synthetic world.</summary>
/// <param name="Id">The same for ever.</param>
/// <param name="IsBuy">Whether it was made at the ask.</param>
internal sealed record SyntheticTrade(Guid Id, DateTimeOffset At, SyntheticOption Option, int Contracts, bool IsBuy, bool IsSweep)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(20);

    /// <summary>The trades of a share in a stretch of time (end exclusive), oldest first: about ten a trading day.</summary>
    public static IEnumerable<SyntheticTrade> Between(SyntheticMarket market, DateTimeOffset from, DateTimeOffset until)
    {
        for (var date = TradingCalendar.DateOf(TradingHours.NewYork, from);
            TradingCalendar.SessionOf(TradingHours.NewYork, date).Start < until;
            date = date.AddDays(1))
        {
            if (TradingCalendar.IsTradingDay(TradingHours.NewYork, date))
            {
                foreach (var trade in OfDay(market, date).Where(trade => trade.At >= from && trade.At < until))
                {
                    yield return trade;
                }
            }
        }
    }

    private static IEnumerable<SyntheticTrade> OfDay(SyntheticMarket market, DateOnly date)
    {
        var (start, end) = TradingCalendar.SessionOf(TradingHours.NewYork, date);
        var noise = Noise.Of(market.Asset.Id).Child(10).Child(date.DayNumber);
        SyntheticOption[]? chain = null;
        for (var slot = 0; start + (Slot * slot) < end; slot++)
        {
            var own = noise.Child(slot);
            if (own.Uniform(0) < 0.5)
            {
                continue;
            }

            chain ??= [.. SyntheticOption.ChainOf(market, date, end)];
            yield return new SyntheticTrade(
                IdOf(own), start + (Slot * slot) + (Slot * own.Uniform(1)), chain[(int)(own.Uniform(2) * chain.Length)],
                10 + (int)(own.Uniform(3) * own.Uniform(4) * 5000), IsBuy: own.Uniform(5) < 0.6, IsSweep: own.Uniform(6) < 0.3);
        }
    }

    private static Guid IdOf(Noise noise)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, noise.Child(1).Seed);
        BitConverter.TryWriteBytes(bytes[8..], noise.Child(2).Seed);
        return new Guid(bytes);
    }
}
