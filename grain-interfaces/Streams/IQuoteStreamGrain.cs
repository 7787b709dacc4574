using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.MarketData;

namespace OrleansAssets.Streams;

/// <summary>
/// The one connection of the cluster on which a vendor pushes quotes, and trades where it is asked for them; key
/// <see cref="Keys.QuoteStream"/>. It stands in the silo where the grain is: when that one dies, the first that notices opens another.
/// Polls go on beside it, so that a silent stream costs freshness only.
/// </summary>
[Alias("OrleansAssets.IQuoteStreamGrain")]
public interface IQuoteStreamGrain : IGrainWithStringKey
{
    /// <summary>The stream as it stands.</summary>
    /// <exception cref="NotFoundException">The configuration has no such source.</exception>
    [Alias("Get"), AlwaysInterleave, Question, ResponseTimeout(CallTimes.Decision)]
    Task<QuoteStreamView> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Quotes of some assets as they reach the grain: of each the newest of an interval. It ends when the grain moves: watch again.
    /// </summary>
    /// <param name="assetIds">Empty for all.</param>
    /// <exception cref="NotFoundException">The configuration has no such source, or no such asset.</exception>
    /// <exception cref="InvalidRequestException">The source pushes no quotes, or has as many subscribers as it takes.</exception>
    [Alias("Watch")]
    IAsyncEnumerable<StreamedQuotes> WatchAsync(ImmutableArray<string> assetIds, CancellationToken cancellationToken = default);

    /// <summary>
    /// Trades of others in some assets, as the source told them: of each the newest of an interval. It ends when the grain moves: watch
    /// again.
    /// </summary>
    /// <param name="assetIds">Empty for all.</param>
    /// <exception cref="NotFoundException">The configuration has no such source, or no such asset.</exception>
    /// <exception cref="InvalidRequestException">The source pushes no trades, or has as many subscribers as it takes.</exception>
    [Alias("WatchTrades")]
    IAsyncEnumerable<StreamedTrades> WatchTradesAsync(ImmutableArray<string> assetIds, CancellationToken cancellationToken = default);
}

/// <summary>Quotes that were pushed.</summary>
/// <param name="Quotes">Of each asset the newest.</param>
/// <param name="Lost">How many batches were dropped before this one, as the subscriber had not taken them; 0 where none was.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StreamedQuotes")]
public sealed record StreamedQuotes(ImmutableArray<Quote> Quotes, int Lost);

/// <summary>Trades of others that were pushed.</summary>
/// <param name="Trades">Of each asset the newest.</param>
/// <param name="Lost">How many batches were dropped before this one, as the subscriber had not taken them; 0 where none was.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StreamedTrades")]
public sealed record StreamedTrades(ImmutableArray<MarketTrade> Trades, int Lost);

/// <summary>A stream as it stands.</summary>
/// <param name="Silo">Where the connection is.</param>
/// <param name="AssetIds">Whose quotes it is asked for.</param>
/// <param name="LastMessageAt">When anything came last, a heartbeat too, UTC; null before the first.</param>
/// <param name="Quotes">Quotes that came on this connection and those before it, since the grain is where it is.</param>
/// <param name="Stale">Those of them that were no newer than what had come before: duplicates, and out of order.</param>
/// <param name="Coalesced">Those of them that a newer one overtook before anybody was told.</param>
/// <param name="LeftOut">Messages, or parts of them, that could not be used.</param>
/// <param name="Connections">Connections that were opened.</param>
/// <param name="LastError">Why the last one ended, or a message could not be used; null where nothing went wrong.</param>
/// <param name="Trades">Trades that came; null where none are asked for.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.QuoteStreamView")]
public sealed record QuoteStreamView(
    string SourceId,
    QuoteStreamStatus Status,
    string Silo,
    ImmutableArray<string> AssetIds,
    DateTimeOffset? LastMessageAt,
    long Quotes,
    long Stale,
    long Coalesced,
    long LeftOut,
    int Connections,
    string? LastError,
    PushedTradeCounts? Trades = null);

/// <summary>Trades that came on a stream, counted as its quotes are.</summary>
/// <param name="Assets">Whose trades it is asked for.</param>
/// <param name="Stale">Those that were no news: duplicates, and out of order.</param>
/// <param name="Coalesced">Those that a newer one overtook before anybody was told.</param>
/// <param name="Doubted">Those that their asset did not believe.</param>
/// <param name="LastDoubt">Why it did not believe the newest of them; null where it believed all.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PushedTradeCounts")]
public sealed record PushedTradeCounts(int Assets, long Trades, long Stale, long Coalesced, long Doubted, string? LastDoubt);

/// <summary>Where a stream stands.</summary>
[GenerateSerializer, Alias("OrleansAssets.QuoteStreamStatus")]
public enum QuoteStreamStatus
{
    /// <summary>Nobody wants it, or it cannot be asked: no address, no key.</summary>
    Off = 0,

    /// <summary>It is being opened, or a pause after a failure is not over.</summary>
    Connecting = 1,

    /// <summary>It is open, and something came lately.</summary>
    Live = 2,
}
