using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
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
/// Owns the one connection of a vendor in the cluster, and brings what comes to the assets: each second the newest quote of each, every ten
/// seconds to the store. What polls bring goes on beside it, so that a stream that is silent or refused costs freshness and nothing else.
/// </summary>
/// <remarks>Nothing of it is stored: a grain that is made anew elsewhere asks what is wanted and opens a connection of its own.</remarks>
internal sealed class QuoteStreamGrain(StreamServices services, ILogger<QuoteStreamGrain> log)
    : Grain, IQuoteStreamGrain, IQuoteStreamInnerGrain
{
    /// <summary>More subscribers than services and pages that follow one vendor.</summary>
    private const int SubscribersMax = 100;

    private static readonly TimeSpan PlanAgeMax = TimeSpan.FromMinutes(1);

    private readonly QuoteBuffer _buffer = new();
    private readonly StreamCounts _counts = new();
    private readonly List<StreamSubscriber> _subscribers = [];
    private readonly Dictionary<string, Quote> _unstored = new(StringComparer.Ordinal);
    private StreamConnection? _connection;
    private IGrainTimer? _timer;
    private DateTimeOffset? _plannedAt;
    private DateTimeOffset? _storedAt;
    private long _lostTold;

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
        var feeds = stream is null ? [] : await FeedsAsync(source, stream);
        ImmutableArray<StreamSymbol> symbols = [.. feeds.Select(feed => new StreamSymbol(feed.Id.AssetId, feed.Symbol))];
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

    public Task<QuoteStreamView> GetAsync()
    {
        Find(); // one that the configuration does not know is told
        var (quotes, stale, coalesced) = _buffer.Counts;
        var status = _connection is null ? QuoteStreamStatus.Off
            : _connection.IsLive ? QuoteStreamStatus.Live
            : QuoteStreamStatus.Connecting;
        return Task.FromResult(new QuoteStreamView(
            SourceId, status, services.Silo.SiloAddress.ToString(), [.. (_connection?.Symbols ?? []).Select(symbol => symbol.AssetId)],
            _counts.LastMessageAt, quotes, stale, coalesced, _counts.LeftOut, _counts.Connections, _counts.LastError));
    }

    public async IAsyncEnumerable<StreamedQuotes> WatchAsync(
        ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequireStream(assetIds);
        if (_subscribers.Count >= SubscribersMax)
        {
            throw new InvalidRequestException(
                $"The stream of '{SourceId}' has {SubscribersMax} subscribers, which is the most: end one that nobody needs.");
        }

        var subscriber = new StreamSubscriber(assetIds);
        _subscribers.Add(subscriber);
        try
        {
            await foreach (var quotes in subscriber.ReadAsync(cancellationToken))
            {
                yield return quotes;
            }
        }
        finally
        {
            _subscribers.Remove(subscriber);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _connection?.Close();
        _subscribers.ForEach(subscriber => subscriber.End());
        return StoreAsync();
    }

    /// <summary>The source, and its stream where it can be listened to.</summary>
    private (DataSourceDefinition Source, IQuoteStream? Stream) Find()
    {
        var source = services.Configuration.FindSource(SourceId)
            ?? throw UnknownId.Of("data source", SourceId, services.Configuration.Sources.Select(known => known.Id));
        var isHeard = services.Endpoints.StreamAddressOf(SourceId) is not null;
        return (source, isHeard ? services.Streams.GetKeyedService<IQuoteStream>(SourceId) : null);
    }

    /// <summary>Nobody waits for what never comes.</summary>
    private void RequireStream(ImmutableArray<string> assetIds)
    {
        if (Find().Stream is null)
        {
            throw new InvalidRequestException(
                $"'{SourceId}' pushes no quotes here: sources.yaml gives it no stream_url, or the silo runs with --no-streams. Ask for "
                + "quotes instead.");
        }

        if ((assetIds.IsDefault ? [] : assetIds).FirstOrDefault(id => services.Configuration.FindInstrument(id) is null) is { } unknown)
        {
            throw UnknownId.Of("asset", unknown, services.Configuration.Assets.Select(known => known.Id));
        }
    }

    private StreamConnection? Open(IQuoteStream stream, ImmutableArray<StreamSymbol> symbols)
    {
        var connection = new StreamConnection(
            SourceId, stream, symbols, _buffer, _counts, services.Time, services.Jitter, log);
        return services.Connections.Open(connection) ? connection : null;
    }

    private async Task<ImmutableArray<PlannedFeed>> FeedsAsync(DataSourceDefinition source, IQuoteStream stream) =>
    [
        .. (await services.Planner.PlanAsync(source, CancellationToken.None))
            .Where(feed => feed.Schedule.Kind == DatasetKind.Quotes && feed.Need is FeedNeed.Enabled or FeedNeed.Fallback)
            .Where(feed => stream.Serves(feed.Symbol)),
    ];

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        if (services.Endpoints.Closing.IsCancellationRequested)
        {
            return; // No asset is placed on a silo that stops.
        }

        var quotes = _buffer.Take();
        if (!quotes.IsEmpty)
        {
            _subscribers.ForEach(subscriber => subscriber.Tell(quotes));
            var untold = (await Task.WhenAll(quotes.Select(TellAsync))).OfType<string>().ToList();
            if (untold.Count > 0)
            {
                StreamLog.NotTold(log, untold.Count, SourceId, untold[0]);
            }

            foreach (var quote in quotes)
            {
                _unstored[quote.AssetId] = quote;
            }
        }

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
    IServiceProvider Streams,
    StreamConnections Connections,
    FeedPlanner Planner,
    QuoteDelivery Delivery,
    IMarketDataStore Market,
    IVendorEndpoints Endpoints,
    AssetsConfiguration Configuration,
    ILocalSiloDetails Silo,
    RetryJitter Jitter,
    TimeProvider Time);
