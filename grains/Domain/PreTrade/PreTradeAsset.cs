using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>What the checks ask of the order's asset: its view without what no check reads, as every decision stores it.</summary>
/// <param name="Quote">The newest quote.</param>
/// <param name="Sources">Its required sources.</param>
/// <param name="Doubt">The newest quote that is not believed; not in the bytes of an input while there is none.</param>
/// <param name="EarningsAt">When a source was asked for earnings dates last; null for never, and in the inputs of older decisions.</param>
/// <param name="Accounts">When its watched accounts were read last; null in the inputs of older decisions.</param>
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
    AssetDoubt? Doubt = null,
    DateTimeOffset? EarningsAt = null,
    ImmutableArray<AccountReading>? Accounts = null)
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
            [.. required.Select(source => RequiredSource.Of(source, definition, view.Freshness))],
            [.. view.Facts.Sentiment.OrderBy(entry => entry.SourceId, StringComparer.Ordinal)
                .Select(entry => new SourceSentiment(entry.SourceId, entry.At, entry.Mentions, entry.Score))],
            view.Facts.EarningsDates,
            [.. view.Facts.WatchedPosts.Select(post => new AccountPost(
                post.Account, post.PostId, post.At, post.MentionsAsset, post.SeenAt))],
            view.Doubt is { } doubt ? new AssetDoubt(doubt.Reason, doubt.Explains, doubt.Since, doubt.Count) : null,
            LastOf(view, DatasetKind.Earnings.ToString().ToLowerInvariant()),
            definition.Risk.Rules.WatchedAccounts.IsEmpty
                ? null
                : [.. definition.Risk.Rules.WatchedAccounts.Select(account =>
                    new AccountReading(account, LastOf(view, $"posts-{account.TrimStart('@')}")))]);
    }

    private static DateTimeOffset? LastOf(AssetView view, string dataset) => view.Freshness
        .Where(entry => entry.Dataset == dataset).Max(entry => (DateTimeOffset?)entry.CollectedAt);
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
/// <param name="CollectedAt">When the newest of its datasets came.</param>
/// <param name="Datasets">
/// Those that checks rest on, each of which must come; null in the inputs of older decisions, and where none of its datasets is such.
/// </param>
public sealed record RequiredSource(
    string SourceId, int? EverySeconds, DateTimeOffset? CollectedAt, ImmutableArray<RequiredDataset>? Datasets = null)
{
    public static RequiredSource Of(DataSourceDefinition source, AssetDefinition asset, ImmutableArray<SourceFreshness> freshness)
    {
        var own = freshness.Where(entry => entry.SourceId == source.Id).ToList();
        ImmutableArray<RequiredDataset> datasets =
        [
            .. source.Datasets.Where(dataset => dataset.Serves(asset.ClassId) && IsRestedOn(dataset, asset)).Select(dataset =>
                new RequiredDataset(
                    dataset.Name, dataset.EverySeconds, own.Find(entry => entry.Dataset == dataset.Name)?.CollectedAt)),
        ];
        return new RequiredSource(
            source.Id,
            source.Datasets.IsEmpty ? null : source.Datasets.Min(dataset => dataset.EverySeconds),
            own.Max(entry => (DateTimeOffset?)entry.CollectedAt),
            datasets.IsEmpty ? null : datasets);
    }

    // Quotes price the order, daily candles make the risk model. Earnings and posts have checks of their own, whoever delivers them.
    private static bool IsRestedOn(DatasetSchedule dataset, AssetDefinition asset) => dataset switch
    {
        { Standby: true } => false,
        { Kind: DatasetKind.Quotes } or { Kind: DatasetKind.Candles, Timeframe: Timeframe.D1 } => true,
        { Kind: DatasetKind.Sentiment } => asset.Risk.Rules.SentimentRequired,
        _ => false,
    };
}

/// <summary>A dataset that checks rest on.</summary>
public sealed record RequiredDataset(string Name, int EverySeconds, DateTimeOffset? CollectedAt);

/// <summary>Mood about the asset at one source.</summary>
public sealed record SourceSentiment(string SourceId, DateTimeOffset At, int Mentions, double Score);

/// <summary>A post of a watched account.</summary>
/// <param name="SeenAt">When it was collected; null where an older version did.</param>
public sealed record AccountPost(
    string Account, string PostId, DateTimeOffset At, bool MentionsAsset, DateTimeOffset? SeenAt = null)
{
    /// <summary>History that is read for the first time is no news.</summary>
    private static readonly TimeSpan NewsMax = TimeSpan.FromDays(1);

    /// <summary>From when it counts: from when it was seen, as nobody could heed it before.</summary>
    public DateTimeOffset CountsFrom(int ruleSet) => ruleSet >= 2 && SeenAt is { } seen && seen - At <= NewsMax ? seen : At;
}

/// <summary>When a watched account was read last; null for never.</summary>
public sealed record AccountReading(string Account, DateTimeOffset? ReadAt);
