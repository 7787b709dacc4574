using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What the checks ask of the order's asset: its view without what no check reads, as every decision stores it.</summary>
/// <param name="Quote">The newest quote.</param>
/// <param name="Sources">Its required sources.</param>
/// <param name="Doubt">The newest quote that is not believed; not in the bytes of an input while there is none.</param>
public sealed record PreTradeAsset(
    string Id,
    string ClassId,
    string PhaseId,
    bool Enabled,
    string EnabledBy,
    AssetRisk Risk,
    AssetQuote? Quote,
    ImmutableArray<RequiredSource> Sources,
    ImmutableArray<SourceSentiment> Sentiment,
    ImmutableArray<DateOnly> EarningsDates,
    ImmutableArray<AccountPost> WatchedPosts,
    AssetDoubt? Doubt = null)
{
    /// <summary>The asset as it stands.</summary>
    /// <param name="sources">The configuration's sources: how often each one delivers.</param>
    public static PreTradeAsset Of(AssetView view, IEnumerable<DataSourceDefinition> sources)
    {
        var definition = view.Definition;
        var required = sources.Where(source => definition.RequiredSources.Contains(source.Id, StringComparer.Ordinal))
            .OrderBy(source => source.Id, StringComparer.Ordinal);
        return new PreTradeAsset(
            definition.Id,
            definition.ClassId,
            definition.PhaseId,
            view.Enabled,
            view.EnabledBy,
            definition.Risk,
            view.LastQuote is { } quote ? new AssetQuote(quote.SourceId, quote.At, quote.Bid, quote.Ask) : null,
            [.. required.Select(source => RequiredSource.Of(source, view.Freshness))],
            [.. view.Facts.Sentiment.OrderBy(entry => entry.SourceId, StringComparer.Ordinal)
                .Select(entry => new SourceSentiment(entry.SourceId, entry.At, entry.Mentions, entry.Score))],
            view.Facts.EarningsDates,
            [.. view.Facts.WatchedPosts.Select(post => new AccountPost(post.Account, post.PostId, post.At, post.MentionsAsset))],
            view.Doubt is { } doubt ? new AssetDoubt(doubt.Reason, doubt.Explains, doubt.Since, doubt.Count) : null);
    }
}

/// <summary>A quote, in the asset's quote currency.</summary>
public sealed record AssetQuote(string SourceId, DateTimeOffset At, decimal Bid, decimal Ask)
{
    public decimal Mid => (Bid + Ask) / 2;
}

/// <summary>Quotes that are not believed.</summary>
/// <param name="Explains">What would explain them.</param>
public sealed record AssetDoubt(string Reason, string Explains, DateTimeOffset Since, int Count);

/// <summary>A required source: how often it delivers this asset, and when it last did.</summary>
/// <param name="EverySeconds">Pause of its most frequent dataset; null where it delivers none.</param>
public sealed record RequiredSource(string SourceId, int? EverySeconds, DateTimeOffset? CollectedAt)
{
    public static RequiredSource Of(DataSourceDefinition source, ImmutableArray<SourceFreshness> freshness) => new(
        source.Id,
        source.Datasets.IsEmpty ? null : source.Datasets.Min(dataset => dataset.EverySeconds),
        freshness.Where(entry => entry.SourceId == source.Id).Max(entry => (DateTimeOffset?)entry.CollectedAt));
}

/// <summary>Mood about the asset at one source.</summary>
public sealed record SourceSentiment(string SourceId, DateTimeOffset At, int Mentions, double Score);

/// <summary>A post of a watched account.</summary>
public sealed record AccountPost(string Account, string PostId, DateTimeOffset At, bool MentionsAsset);
