using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;

namespace OrleansAssets.Grains.Streams;

/// <summary>
/// One vendor's stream for some symbols: connects, puts what comes into a buffer, notices silence, and connects anew after pauses that grow
/// while nothing comes. It ends when it is closed, or when nobody has asked for it for a while, as its grain is elsewhere by then.
/// </summary>
internal sealed class StreamConnection(
    string sourceId, IQuoteStream stream, ImmutableArray<StreamSymbol> symbols, QuoteBuffer buffer, NewestUntold<MarketTrade> trades,
    StreamCounts counts, TimeProvider time, RetryJitter jitter, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _closing = new();
    private bool _isDisposed;
    private long _askedAt = time.GetTimestamp();
    private volatile bool _isLive;
    private volatile bool _isOver;

    public ImmutableArray<StreamSymbol> Symbols => symbols;

    /// <summary>Whether the vendor has taken the subscription, and something came lately.</summary>
    public bool IsLive => _isLive;

    /// <summary>Whether it has ended for good.</summary>
    public bool IsOver => _isOver;

    private bool IsOrphan => time.GetElapsedTime(Volatile.Read(ref _askedAt)) > StreamRules.OrphanAfter;

    /// <summary>Says that it is wanted still.</summary>
    public void Ask() => Volatile.Write(ref _askedAt, time.GetTimestamp());

    /// <summary>Ends it; also one that has ended by itself, as its grain may hear of that later.</summary>
    public void Close()
    {
        lock (_closing)
        {
            if (!_isDisposed)
            {
                _closed.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_closing)
        {
            _isDisposed = true;
            _closed.Dispose();
        }
    }

    /// <summary>Runs until it is closed.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token, stopping);
        try
        {
            for (var failures = 0; !IsOrphan;)
            {
                counts.Connections++;
                var (ended, heard) = await ListenAsync(ends.Token);
                _isLive = false;
                if (IsOrphan || ends.IsCancellationRequested)
                {
                    return; // the sandbox's streams end with the silo, and are no fault then
                }

                failures = heard ? 1 : failures + 1;
                if (counts.LastError != ended.Error)
                {
                    StreamLog.Ended(log, sourceId, ended.Error);
                    counts.LastError = ended.Error;
                }

                await Task.Delay(StreamRules.PauseAfter(ended.Result, failures, jitter.Next()), time, ends.Token);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // closed, or the silo stops
        }
        finally
        {
            (_isLive, _isOver) = (false, true);
        }
    }

    /// <summary>One connection; why it ended, and whether a quote or a trade came on it.</summary>
    private async Task<(StreamNews.Ended Ended, bool Heard)> ListenAsync(CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var news = stream.ListenAsync(symbols, ends.Token).GetAsyncEnumerator(ends.Token);
        var heard = false;
        while (true)
        {
            using var silence = new CancellationTokenSource(StreamRules.SilenceMax, time);
            using var stop = silence.Token.Register(ends.Cancel);
            try
            {
                if (!await news.MoveNextAsync())
                {
                    return (new StreamNews.Ended(FeedResult.Unavailable, $"the stream of {sourceId} ended without a word"), heard);
                }
            }
            catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return (new StreamNews.Ended(
                    FeedResult.Unavailable,
                    $"the stream of {sourceId} was silent for {StreamRules.SilenceMax.TotalSeconds} seconds"), heard);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A fault of ours: what the vendor does wrong is told. One message must not end the quotes of a vendor for good.
                StreamLog.Fault(log, exception, sourceId);
                return (new StreamNews.Ended(
                    FeedResult.Malformed, $"the stream of {sourceId} could not be read: {exception.GetBaseException().Message}"), heard);
            }

            if (news.Current is StreamNews.Ended ended)
            {
                return (ended, heard);
            }

            heard |= Take(news.Current);
            if (IsOrphan)
            {
                return (new StreamNews.Ended(FeedResult.Stopped, $"nobody asks for the stream of {sourceId} here any more"), heard);
            }
        }
    }

    /// <summary>Not every vendor confirms a subscription: a quote or a trade says as much.</summary>
    private void Live()
    {
        if (!_isLive)
        {
            _isLive = true;
            StreamLog.Live(log, sourceId, symbols.Length);
        }
    }

    private bool Take(StreamNews news)
    {
        counts.LastMessageAt = time.GetUtcNow();
        switch (news)
        {
            case StreamNews.Told told:
                Live();
                buffer.Put(told.Quote);
                return true;
            case StreamNews.Traded traded:
                Live();
                trades.Put(traded.Trade);
                return true;
            case StreamNews.Subscribed:
                Live();
                return false;
            case StreamNews.LeftOut left:
                counts.LeftOut++;
                counts.LastError = left.Fault;
                return false;
            default:
                return false;
        }
    }
}

/// <summary>What a stream has done, over all of its connections; written by the one that listens, read by others.</summary>
internal sealed class StreamCounts
{
    private long _lastMessageTicks;
    private volatile int _connections;
    private volatile int _leftOut;
    private volatile string? _lastError;

    /// <summary>When anything came last; null before the first.</summary>
    public DateTimeOffset? LastMessageAt
    {
        get => Volatile.Read(ref _lastMessageTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _lastMessageTicks, value?.UtcTicks ?? 0);
    }

    /// <summary>Connections that were opened.</summary>
    public int Connections
    {
        get => _connections;
        set => _connections = value;
    }

    /// <summary>Messages, or parts of them, that could not be used.</summary>
    public int LeftOut
    {
        get => _leftOut;
        set => _leftOut = value;
    }

    /// <summary>What went wrong last, in words.</summary>
    public string? LastError
    {
        get => _lastError;
        set => _lastError = value;
    }
}

internal static partial class StreamLog
{
    [LoggerMessage(2031, LogLevel.Information, "{Source} pushes quotes of {Symbols} symbols")]
    public static partial void Live(ILogger log, string source, int symbols);

    [LoggerMessage(2032, LogLevel.Warning, "{Source} pushes no quotes, they are polled: {Error}")]
    public static partial void Ended(ILogger log, string source, string error);

    [LoggerMessage(2036, LogLevel.Error, "Reading the stream of {Source} failed: it is opened anew after a pause")]
    public static partial void Fault(ILogger log, Exception fault, string source);

    [LoggerMessage(2033, LogLevel.Warning, "{Quotes} quotes that {Source} pushed could not be told, the first of {Error}")]
    public static partial void NotTold(ILogger log, int quotes, string source, string error);

    [LoggerMessage(2038, LogLevel.Warning, "{Trades} trades that {Source} pushed could not be told, the first of {Error}")]
    public static partial void TradesNotTold(ILogger log, int trades, string source, string error);

    [LoggerMessage(2034, LogLevel.Warning, "{Quotes} quotes that {Source} pushed could not be stored: {Error}")]
    public static partial void NotStored(ILogger log, int quotes, string source, string error);

    [LoggerMessage(2037, LogLevel.Warning, "{Quotes} quotes that {Source} pushed were lost: as many wait to be stored as may")]
    public static partial void NotKept(ILogger log, long quotes, string source);

    [LoggerMessage(2035, LogLevel.Debug, "The stream of {Source} could not be ensured: {Error}")]
    public static partial void NotEnsured(ILogger log, string source, string error);
}
