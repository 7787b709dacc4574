using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What a source does next.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>Write <paramref name="Reserved"/>, then let the feed make up to <paramref name="Calls"/> calls.</summary>
    /// <param name="Gap">The stretch to fill, null where the feed goes on from its watermark.</param>
    public sealed record Collect(FeedSlot Slot, int Calls, DataSourceState Reserved, TimeRange? Gap = null) : Step;

    /// <summary>Nothing can be done before an instant.</summary>
    public sealed record Wait(DateTimeOffset Until) : Step;

    /// <summary>No feed is wanted.</summary>
    public sealed record Rest : Step;
}
