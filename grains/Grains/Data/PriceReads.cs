using System.Collections.Immutable;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Data;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.Data;

/// <summary>Reads prices and histories of an asset.</summary>
internal sealed class PriceReads(
    IMarketReader market, ICorporateActionStore actions, AssetsConfiguration configuration, IGrainFactory grains, TimeProvider time)
{
    /// <summary>What is older is no price of today.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(14);

    /// <summary>Behind the sources of an asset: whatever was imported.</summary>
    private const string ImportSource = "import";

    public Task<CurrentPrice> PriceAsync(AssetDefinition asset, CancellationToken cancellationToken) =>
        PriceAsync(asset, grains.GetGrain<IAssetGrain>(Keys.Asset(asset.Id)).GetAsync(), cancellationToken);

    /// <param name="believing">The asset as it stands: what it believes.</param>
    internal async Task<CurrentPrice> PriceAsync(AssetDefinition asset, Task<AssetView> believing, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var closing = market.GetLastCloseAsync(asset.Id, SourcesOf(asset), now - Reach, now, cancellationToken);
        var view = await believing;
        var close = await closing;
        var trade = view.LastTrade?.At > now - Reach ? view.LastTrade : null;
        return (view.LastQuote, close) switch
        {
            ({ } quote, var other) when !(other?.At > quote.At) => new CurrentPrice(
                asset.Id, quote.Mid, quote.Bid, quote.Ask, quote.At, quote.SourceId, PriceOrigin.Quote, view.Doubt,
                await StandsInAsync(asset, quote, view.Doubt, now, cancellationToken), trade),
            (_, { } candle) => new CurrentPrice(
                asset.Id, candle.Price, null, null, candle.At, candle.SourceId, PriceOrigin.Candle, view.Doubt,
                LastTrade: trade),
            _ => new CurrentPrice(asset.Id, null, null, null, null, null, PriceOrigin.Nothing, view.Doubt, LastTrade: trade),
        };
    }

    public Task<ImmutableArray<StoredQuote>> QuotesAsync(
        IReadOnlyCollection<AssetDefinition> assets, CancellationToken cancellationToken) =>
        market.GetQuotesAsync(
            [.. assets.SelectMany(asset => asset.Symbols.Select(symbol => (asset.Id, symbol.SourceId)))],
            time.GetUtcNow() - Reach, until: null, cancellationToken);

    public async Task<QuotePage> KeptQuotesAsync(AssetDefinition asset, QuoteRequest request, CancellationToken cancellationToken)
    {
        ImmutableArray<string> sources = request.SourceId is { } named ? [named] : [.. asset.Symbols.Select(symbol => symbol.SourceId)];
        var span = (request.From ?? DateTimeOffset.MinValue, request.Until ?? DateTimeOffset.MaxValue);
        return request.From is null
            ? new QuotePage(asset.Id, await market.GetNewestQuotesAsync(asset.Id, sources, span, request.Limit, cancellationToken), null)
            : QuotePages.Of(
                asset.Id, await market.GetKeptQuotesAsync(asset.Id, sources, span, request.Limit + 1, cancellationToken), request.Limit);
    }

    public async Task<CandlePage> CandlesAsync(AssetDefinition asset, CandleRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asOf = request.AsOf < now ? request.AsOf.Value : now;
        var span = new CandleSpan(asset.Id, request.Timeframe, request.From ?? DateTimeOffset.MinValue, EndOf(request, asOf));
        var source = request.SourceId ?? await market.FindSourceAsync(span, SourcesOf(asset), cancellationToken);
        if (source is null)
        {
            return new CandlePage(asset.Id, null, request.Timeframe, request.Basis, [], null);
        }

        // One more than the page: it is where the next one starts.
        var splits = SplitsAsync(asset, cancellationToken);
        var isNewest = request.From is null;
        var stored = await market.GetCandlesAsync(
            span, source, isNewest ? request.Limit : request.Limit + 1, isNewest, cancellationToken);
        var known = await splits;
        var isRaw = VendorCatalogue.Descriptors.GetValueOrDefault(source)?.HasRawPrices == true;
        var rows = ImmutableArray.CreateBuilder<CandleRow>(Math.Min(stored.Length, request.Limit));
        foreach (var candle in stored.AsSpan()[..Math.Min(stored.Length, request.Limit)])
        {
            rows.Add(BasisRules.Apply(
                candle.Row, request.Timeframe, isRaw ? null : candle.RecordedAt, known, request.Basis, asOf));
        }

        return new CandlePage(
            asset.Id, source, request.Timeframe, request.Basis, rows.MoveToImmutable(),
            stored.Length > request.Limit ? stored[^1].Row.OpenTime : null,
            request.AsOf is null ? 0 : stored.Take(request.Limit).Count(candle => candle.Revision > 0 && candle.RecordedAt > asOf));
    }

    /// <summary>Which source the price stands in for: most prices are of the first source, and ask nothing more.</summary>
    private async Task<PriceStandIn?> StandsInAsync(
        AssetDefinition asset, Quote price, QuoteDoubt? doubt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (StandInRules.FirstBefore(configuration.Sources, asset, price.SourceId) is not { } first)
        {
            return null;
        }

        var told = await market.GetQuotesAsync([(asset.Id, first.Id)], now - Reach, until: null, cancellationToken);
        var newest = told.IsEmpty ? null : told[0].Quote;
        var beside = newest is null
            ? []
            : await market.GetQuotesAsync([(asset.Id, price.SourceId)], newest.At - DifferenceRules.Together, newest.At, cancellationToken);
        return StandInRules.Of(first, newest, price, [.. beside.Select(stored => stored.Quote)], doubt, asset.ClassId);
    }

    /// <summary>Before which candles open that are over at an instant.</summary>
    private static DateTimeOffset EndOf(CandleRequest request, DateTimeOffset asOf)
    {
        var over = asOf.UtcTicks <= request.Timeframe.Duration().Ticks
            ? DateTimeOffset.MinValue
            : asOf - request.Timeframe.Duration() + TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond);
        return request.Until < over ? request.Until.Value : over;
    }

    private async Task<ImmutableArray<SplitAt>> SplitsAsync(AssetDefinition asset, CancellationToken cancellationToken) =>
        configuration.HoursOf(asset.Id) == MarketHours.UsExchange
            ? BasisRules.SplitsOf(await actions.ListAsync(asset.Id, DateOnly.MinValue, cancellationToken))
            : [];

    /// <summary>From where candles of an asset are told, in order.</summary>
    public static ImmutableArray<string> SourcesOf(AssetDefinition asset) =>
        [.. asset.Sources.Append(ImportSource).Concat(asset.Symbols.Select(symbol => symbol.SourceId)).Distinct(StringComparer.Ordinal)];
}
