using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;
using OrleansAssets.Streams;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.Streams;

/// <summary>
/// Owns the one connection of a vendor in the cluster, and brings what comes to the assets: each second the newest quote (and trade, where
/// they are asked for) of each, every ten seconds the quote to the store. What polls bring goes on beside it, so that a stream that is
/// silent or refused costs freshness and nothing else.
/// </summary>
/// <remarks>Nothing of it is stored: a grain that is made anew elsewhere asks what is wanted and opens a connection of its own.</remarks>
internal sealed class QuoteStreamGrain(StreamServices services, ILogger<QuoteStreamGrain> log)
    : Grain, IQuoteStreamGrain, IQuoteStreamInnerGrain
{
    private static readonly TimeSpan PlanAgeMax = TimeSpan.FromMinutes(1);

    private readonly QuoteBuffer _buffer = new();
    private readonly StreamCounts _counts = new();
    private readonly StreamSubscribers<Quote> _subscribers = new(quote => quote.AssetId);
    private readonly Dictionary<string, Quote> _unstored = new(StringComparer.Ordinal);
    private AssetDeliveries<Quote>? _quotes;
    private PushedTrades? _trades;
    private StreamConnection? _connection;
    private IGrainTimer? _timer;
    private DateTimeOffset? _plannedAt;
    private DateTimeOffset? _storedAt;
    private long _lostTold;

    private AssetDeliveries<Quote> Quotes => _quotes ??= new AssetDeliveries<Quote>(quote => quote.AssetId, TellAsync, services.Time);

    private PushedTrades Trades => _trades ??= new PushedTrades(GrainFactory, log, services.Time);

    private string SourceId => Keys.IdOf(this.GetPrimaryKeyString());

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task EnsureAsync()
    {
        if (_connection is { IsOver: true })
        {
            (_connection, _plannedAt) = (null, null);
        }

        _connection?.Ask();
        if (_plannedAt <= Now && Now - _plannedAt < PlanAgeMax)
        {
            return;
        }

        var (source, stream) = Find();
        if (await FeedsAsync(source, stream) is not { } feeds)
        {
            return; // What is listened to goes on, and the next call asks again.
        }

        ImmutableArray<StreamSymbol> symbols =
        [
            .. feeds.Select(feed => new StreamSymbol(
                feed.Id.AssetId, feed.Symbol, feed.Schedule.Trades, services.Configuration.HasNegativePrices(feed.Id.AssetId))),
        ];
        _buffer.KeepEachOf(feeds.Where(feed => feed.Schedule.EveryTick).Select(feed => feed.Id.AssetId));
        _plannedAt = Now;
        if (_connection is null ? symbols.IsEmpty : _connection.Symbols.SequenceEqual(symbols))
        {
            return;
        }

        _connection?.Close();
        _connection = symbols.IsEmpty ? null : Open(stream!, symbols); // symbols are of a stream
        _timer ??= this.RegisterGrainTimer(TellAsync, new GrainTimerCreationOptions(StreamRules.TellEvery, StreamRules.TellEvery));
    }

    public Task<QuoteStreamView> GetAsync(CancellationToken cancellationToken = default)
    {
        var (source, stream) = Find(); // one that the configuration does not know is told
        var (quotes, stale, coalesced) = _buffer.Counts;
        var status = _connection is null ? QuoteStreamStatus.Off
            : _connection.IsLive ? QuoteStreamStatus.Live
            : QuoteStreamStatus.Connecting;
        return Task.FromResult(new QuoteStreamView(
            SourceId, status, services.Silo.SiloAddress.ToString(), [.. (_connection?.Symbols ?? []).Select(symbol => symbol.AssetId)],
            _counts.LastMessageAt, quotes, stale, coalesced, _counts.LeftOut, _counts.Connections, _counts.LastError,
            stream is not null && HasTrades(source) ? Trades.CountsOf(_connection?.Symbols.Count(symbol => symbol.Trades) ?? 0) : null));
    }

    public async IAsyncEnumerable<StreamedQuotes> WatchAsync(
        ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireStream(assetIds);
        await foreach (var (quotes, lost) in _subscribers.WatchAsync(SourceId, assetIds, cancellationToken))
        {
            yield return new StreamedQuotes(quotes, lost);
        }
    }

    public async IAsyncEnumerable<StreamedTrades> WatchTradesAsync(
        ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!HasTrades(RequireStream(assetIds)))
        {
            throw InvalidRequestException.At(
                "source", SourceId, "must be a source that pushes trades",
                PushedTrades.NotAskedFor(SourceId));
        }

        await foreach (var (trades, lost) in Trades.Subscribers.WatchAsync(SourceId, assetIds, cancellationToken))
        {
            yield return new StreamedTrades(trades, lost);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _connection?.Close();
        _subscribers.End();
        _trades?.Subscribers.End();
        return StoreAsync();
    }

    /// <summary>The source, and its stream where it can be listened to.</summary>
    private (DataSourceDefinition Source, IQuoteStream? Stream) Find()
    {
        var source = services.Configuration.FindSource(SourceId)
            ?? throw UnknownId.Of("data source", SourceId, services.Configuration.Sources.Select(known => known.Id));
        return (source, services.Pushed.StreamOf(SourceId));
    }

    /// <summary>Nobody waits for what never comes.</summary>
    private DataSourceDefinition RequireStream(ImmutableArray<string> assetIds)
    {
        var (source, stream) = Find();
        if (stream is null)
        {
            throw InvalidRequestException.At(
                "source", SourceId, "must be a source that pushes quotes",
                $"'{SourceId}' pushes no quotes here: sources.yaml gives it no stream_url, or the silo runs with --no-streams. Ask for "
                + "quotes instead.");
        }

        if ((assetIds.IsDefault ? [] : assetIds).FirstOrDefault(id => services.Configuration.FindInstrument(id) is null) is { } unknown)
        {
            throw UnknownId.Of("asset", unknown, services.Configuration.Assets.Select(known => known.Id));
        }

        return source;
    }

    private static bool HasTrades(DataSourceDefinition source) => source.Datasets.Any(schedule => schedule.Trades);

    private StreamConnection? Open(IQuoteStream stream, ImmutableArray<StreamSymbol> symbols)
    {
        var connection = new StreamConnection(
            SourceId, stream, symbols, _buffer, Trades.Buffer, _counts, services.Time, services.Jitter, log);
        return services.Connections.Open(connection) ? connection : null;
    }

    /// <summary>
    /// The feeds to listen to; null where an asset, a phase or the source that is asked for them does not answer soon: quotes that are
    /// told, and whoever asks this grain, do not wait for it. What the vendor refused to a poll may have it refuse the whole stream.
    /// </summary>
    private async Task<ImmutableArray<PlannedFeed>?> FeedsAsync(DataSourceDefinition source, IQuoteStream? stream)
    {
        if (stream is null)
        {
            return ImmutableArray<PlannedFeed>.Empty;
        }

        using var limit = new CancellationTokenSource(StreamRules.PlannedWithin, services.Time);
        try
        {
            var plan = await services.Planner.PlanAsync(source, limit.Token).WaitAsync(limit.Token);
            var refused = await RefusedAsync(limit.Token).WaitAsync(limit.Token);
            return plan.RemoveAll(feed => !services.Pushed.IsPushed(feed) || refused.Contains(feed.Id));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            StreamLog.NotEnsured(
                log, SourceId, $"what is to be listened to was not known within {StreamRules.PlannedWithin.TotalSeconds} seconds");
            return null;
        }
    }

    /// <summary>Feeds whose symbol the vendor does not know or serve, as their polls were told.</summary>
    private async Task<HashSet<FeedId>> RefusedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var view = await GrainFactory.GetGrain<IDataSourceGrain>(Keys.DataSource(SourceId)).GetAsync(cancellationToken);
            return [.. view.Feeds.Where(feed => feed.NotServed).Select(feed => feed.Id)];
        }
        catch (NotFoundException)
        {
            // The catalogue is still being applied: nothing was polled yet.
            return [];
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        if (services.Endpoints.Closing.IsCancellationRequested)
        {
            return; // No asset is placed on a silo that stops.
        }

        var quotes = _buffer.Take();
        if (!quotes.IsEmpty)
        {
            _subscribers.Tell(quotes);
            foreach (var quote in quotes)
            {
                _unstored[quote.AssetId] = quote;
            }
        }

        if (!quotes.IsEmpty || Quotes.IsUnderWay)
        {
            var untold = await Quotes.TellAsync(quotes);
            if (untold.Length > 0)
            {
                StreamLog.NotTold(log, untold.Length, SourceId, untold[0]);
            }
        }

        await Trades.TellAsync(SourceId); // behind the quotes, by which they are believed
        if (!(_storedAt <= Now) || Now - _storedAt >= StreamRules.StoreEvery)
        {
            await StoreAsync();
        }
    }

    /// <summary>
    /// An asset that cannot take its quote now gets the next one, and the others are told all the same. Why it could not; null where it
    /// took it.
    /// </summary>
    private async Task<string?> TellAsync(Quote quote)
    {
        try
        {
            await services.Delivery.TellAsync(quote, DatasetKinds.Quotes);
            return null;
        }
        catch (Exception exception)
        {
            return $"{quote.AssetId}: {exception.GetBaseException().Message}";
        }
    }

    private async Task StoreAsync()
    {
        _storedAt = Now;
        var (ticks, lost) = _buffer.Ticks;
        if (lost > _lostTold)
        {
            StreamLog.NotKept(log, lost - _lostTold, SourceId);
            _lostTold = lost;
        }

        if (await StoreAsync(ticks))
        {
            _buffer.Forget(ticks.Length);
        }

        // One that cannot be stored waits for the next time, until a newer one of its asset takes its place.
        ImmutableArray<Quote> samples = [.. _unstored.Values];
        if (await StoreAsync(samples))
        {
            _unstored.Clear();
        }
    }

    /// <summary>Whether all are stored; a class whose quotes are stored twice changes nothing.</summary>
    private async Task<bool> StoreAsync(ImmutableArray<Quote> quotes)
    {
        try
        {
            foreach (var group in quotes.GroupBy(quote => ClassOf(quote.AssetId), StringComparer.Ordinal))
            {
                await services.Market.UpsertQuotesAsync(group.Key, [.. group], CancellationToken.None);
            }

            return true;
        }
        catch (Exception exception)
        {
            StreamLog.NotStored(log, quotes.Length, SourceId, exception.GetBaseException().Message);
            return false;
        }
    }

    private string ClassOf(string assetId) => services.Configuration.FindInstrument(assetId)?.ClassId ?? assetId;
}

/// <summary>What the grains of streams work with; one for all of them.</summary>
internal sealed record StreamServices(
    PushedFeeds Pushed,
    StreamConnections Connections,
    FeedPlanner Planner,
    QuoteDelivery Delivery,
    IMarketDataStore Market,
    IVendorEndpoints Endpoints,
    AssetsConfiguration Configuration,
    ILocalSiloDetails Silo,
    RetryJitter Jitter,
    TimeProvider Time);
