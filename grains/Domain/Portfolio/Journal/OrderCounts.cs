using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>How many orders were approved lately, by second and for the day: bounded however many there are.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderCounts")]
public sealed record OrderCounts(ImmutableSortedDictionary<long, int> BySecond, DateOnly Day, int OfDay)
{
    private const int WindowSeconds = 60;

    public static OrderCounts None { get; } = new(ImmutableSortedDictionary<long, int>.Empty, DateOnly.MinValue, 0);

    public OrderCounts Add(DateTimeOffset at)
    {
        var (second, day) = (at.ToUnixTimeSeconds(), DateOnly.FromDateTime(at.UtcDateTime));
        var bySecond = BySecond.SetItem(second, BySecond.GetValueOrDefault(second) + 1);
        while (bySecond.First().Key < second - WindowSeconds)
        {
            bySecond = bySecond.Remove(bySecond.First().Key);
        }

        return new OrderCounts(bySecond, day, day == Day ? OfDay + 1 : 1);
    }

    /// <summary>Within 60 seconds before an instant; the second in which the window begins counts whole.</summary>
    public int LastMinute(DateTimeOffset now) =>
        BySecond.Where(entry => entry.Key >= now.ToUnixTimeSeconds() - WindowSeconds).Sum(entry => entry.Value);

    public int Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) == Day ? OfDay : 0;
}
