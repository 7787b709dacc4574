using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Assets;

/// <summary>One tradable asset; key <see cref="Keys.Asset"/>.</summary>
/// <remarks>Only a size asks others, and can be cancelled; all else answers from memory or writes one row.</remarks>
[Alias("OrleansAssets.IAssetGrain")]
public interface IAssetGrain : IGrainWithStringKey
{
    /// <summary>The asset as it stands.</summary>
    /// <exception cref="NotFoundException">The catalogue has no such asset.</exception>
    [Alias("Get"), Question]
    Task<AssetView> GetAsync();

    /// <summary>Takes the file's definition. The enabled flag of the file counts only until an operator or a phase sets it.</summary>
    [Alias("Configure")]
    Task ConfigureAsync(AssetDefinition definition);

    /// <summary>Sets the enabled flag and notes who did.</summary>
    [Alias("SetEnabled"), Repeatable]
    Task<AssetView> SetEnabledAsync(bool enabled, string by);

    /// <summary>The position size for a portfolio value, with every rule that was applied.</summary>
    [Alias("Size"), Question]
    Task<SizeAnswer> SizeAsync(SizeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes the newest quote that is held back for what the market says; the audit log keeps who said so and why.</summary>
    /// <exception cref="InvalidRequestException">None is held back, it has no price, or there is no reason.</exception>
    [Alias("AcceptQuote")]
    Task<AssetView> AcceptQuoteAsync(string by, string reason);

    /// <summary>
    /// Takes a newer quote; an older one than the last is ignored, and one that nobody would believe is held back until it is explained.
    /// </summary>
    [Alias("RecordQuote")]
    Task RecordQuoteAsync(Quote quote, string dataset);

    /// <summary>Notes that a source delivered.</summary>
    [Alias("RecordFreshness")]
    Task RecordFreshnessAsync(SourceFreshness freshness);

    /// <summary>Takes a newer sentiment snapshot; an older one than the source's last is ignored.</summary>
    [Alias("RecordSentiment")]
    Task RecordSentimentAsync(SentimentSnapshot snapshot);

    /// <summary>Takes earnings dates beside those known; those of long ago are dropped.</summary>
    [Alias("RecordEarnings")]
    Task RecordEarningsAsync(ImmutableArray<DateOnly> dates);

    /// <summary>Takes posts of watched accounts; one that is known already is ignored.</summary>
    [Alias("RecordWatchedPosts")]
    Task RecordWatchedPostsAsync(ImmutableArray<WatchedPost> posts);
}
