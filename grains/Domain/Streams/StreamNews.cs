using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Streams;

/// <summary>A vendor that pushes quotes, and maybe trades; registered as a keyed singleton under its source id.</summary>
public interface IQuoteStream
{
    /// <summary>Whether a symbol is on the stream; others are polled.</summary>
    bool Serves(string symbol) => true;

    /// <summary>
    /// Opens one connection and tells what comes, until it ends or the caller cancels: the last word says why it ended. What the vendor
    /// does wrong is told, never thrown.
    /// </summary>
    IAsyncEnumerable<StreamNews> ListenAsync(ImmutableArray<StreamSymbol> symbols, CancellationToken cancellationToken);
}

/// <summary>What an asset is called at a vendor.</summary>
/// <param name="Trades">Whether its trades are listened to beside its quotes.</param>
/// <param name="MayBeNegative">Whether prices below 0 are sound.</param>
public sealed record StreamSymbol(string AssetId, string Symbol, bool Trades = false, bool MayBeNegative = false);

/// <summary>What came on a stream.</summary>
public abstract record StreamNews
{
    private StreamNews()
    {
    }

    /// <summary>The vendor takes the subscription.</summary>
    public sealed record Subscribed : StreamNews;

    /// <summary>It is there, and has nothing to tell.</summary>
    public sealed record Heartbeat : StreamNews;

    /// <summary>A quote.</summary>
    public sealed record Told(Quote Quote) : StreamNews;

    /// <summary>A trade of others.</summary>
    public sealed record Traded(MarketTrade Trade) : StreamNews;

    /// <summary>A message, or a part of one, that cannot be used; the others can.</summary>
    /// <param name="Fault">In words.</param>
    public sealed record LeftOut(string Fault) : StreamNews;

    /// <summary>It is over.</summary>
    /// <param name="Error">One plain sentence without secrets.</param>
    public sealed record Ended(FeedResult Result, string Error) : StreamNews;
}
