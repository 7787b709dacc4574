using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Which feeds a vendor is to push beside what polls bring.</summary>
internal sealed class PushedFeeds(IServiceProvider streams, IVendorEndpoints endpoints)
{
    /// <summary>The stream of a source; null where it pushes nothing here.</summary>
    public IQuoteStream? StreamOf(string sourceId) =>
        endpoints.StreamAddressOf(sourceId) is null ? null : streams.GetKeyedService<IQuoteStream>(sourceId);

    /// <summary>Whether a feed is on the stream of its source: quotes of what is enabled or held, or where the source stands in.</summary>
    public bool IsPushed(PlannedFeed feed) => feed.Schedule.Kind == DatasetKind.Quotes
        && feed.Need is FeedNeed.Enabled or FeedNeed.Fallback
        && StreamOf(feed.Id.SourceId)?.Serves(feed.Symbol) == true;
}
