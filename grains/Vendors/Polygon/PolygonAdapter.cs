using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Polygon, now Massive: bars of shares, currencies and indices (adjusted for splits), quotes of shares and currencies, a day's volume of
/// the option contracts that expire next, and short interest.
/// </summary>
internal sealed class PolygonAdapter(Func<IPolygonApi> api, VendorHttp http, IVendorEndpoints endpoints, TimeProvider clock)
    : ICandleSource, IQuoteSource, IOptionsFlowSource, IIndicatorSource
{
    private const int RowsMax = 5000;
    private const int BaseBarsMax = 50_000;

    private readonly PolygonCalls _calls = new(api, http, endpoints);

    public string SourceId => PolygonVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (multiplier, timespan) = PolygonTimes.NameOf(query.Timeframe);
        var (from, to) = PolygonTimes.RangeOf(query, clock.GetUtcNow());
        if (from > to)
        {
            return VendorReplies.Now(new DataPage<Candle>([], ContinueFrom: null));
        }

        var limit = query.Timeframe == Timeframe.D1 ? RowsMax : Math.Min(BaseBarsMax, RowsMax * (int)query.Timeframe);
        return _calls.AskAsync(
            query.Symbol,
            (client, authorization, token) => client.GetAggregatesAsync(
                authorization, query.Symbol, multiplier, timespan, from, to, adjusted: "true", sort: "asc", limit, token),
            (failures, exchange, root) => PageOf(failures, exchange, root, query),
            cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        if (PolygonTimes.IsCurrency(symbol) && symbol.Length == 8)
        {
            return _calls.AskAsync(
                symbol,
                (client, authorization, token) => client.GetLastCurrencyQuoteAsync(authorization, symbol[2..5], symbol[5..], token),
                (failures, exchange, root) => PolygonQuotes.ReadPair(failures, exchange, root, assetId, symbol),
                cancellationToken);
        }

        return symbol.Contains(':', StringComparison.Ordinal)
            ? Task.FromResult(VendorReplies.Fail<Quote>(
                FeedResult.UnknownSymbol, $"{SourceId} has quotes of shares and of pairs such as C:GBPJPY, not of '{symbol}'."))
            : _calls.AskAsync(
                symbol,
                (client, authorization, token) => client.GetLastQuoteAsync(authorization, symbol, token),
                (failures, exchange, root) => PolygonQuotes.ReadShare(failures, exchange, root, assetId, symbol),
                cancellationToken);
    }

    public Task<VendorReply<DataPage<OptionsFlow>>> GetOptionsFlowAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Symbol.Contains(':', StringComparison.Ordinal) // Currencies and indices have no options here.
            ? VendorReplies.Now(new DataPage<OptionsFlow>([], ContinueFrom: null))
            : PolygonIndicators.AskForOptionsAsync<DataPage<OptionsFlow>>(
                _calls, query, clock.GetUtcNow(),
                day => new DataPage<OptionsFlow>(
                    day is null ? [] : [.. day.Contracts.Where(contract => contract.At >= query.From)], ContinueFrom: null),
                cancellationToken);
    }

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Indicator switch
        {
            PolygonIndicators.SemiconductorIndex => SemiconductorIndexAsync(query, cancellationToken),
            PolygonIndicators.OptionsFlow => PolygonIndicators.AskForVolumeAsync(_calls, query, clock.GetUtcNow(), cancellationToken),
            _ => PolygonIndicators.AskForShortsAsync(_calls, query, cancellationToken),
        };
    }

    private async Task<VendorReply<DataPage<IndicatorValue>>> SemiconductorIndexAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        var reply = await GetCandlesAsync(
            new CandleQuery(query.AssetId, PolygonIndicators.SemiconductorSymbol, Timeframe.D1, query.From), cancellationToken);
        return reply.With(reply.Value is { } page ? PolygonIndicators.ClosesOf(page, query) : null);
    }

    private static VendorReply<DataPage<Candle>> PageOf(VendorFailures failures, VendorExchange exchange, JsonElement root, CandleQuery query)
    {
        if (AggregatesParser.TryRead(root, query, exchange.ServerTime, out var candles) is { } fault)
        {
            return failures.Malformed<DataPage<Candle>>(exchange, fault);
        }

        var completeUntil = PolygonErrors.CompleteUntil(exchange, root);
        var closed = candles.RemoveAll(candle => !PolygonTimes.IsClosed(query, candle.OpenTime, completeUntil));
        if (root.Member("next_url").Text() is not { } nextUrl || closed.Length < candles.Length)
        {
            return failures.Ok(exchange, new DataPage<Candle>(closed, ContinueFrom: null));
        }

        var next = closed.IsEmpty ? AggregatesParser.StartOf(nextUrl) : closed[^1].OpenTime + query.Timeframe.Duration();
        return next > query.From
            ? failures.Ok(exchange, new DataPage<Candle>(closed, next))
            : failures.Malformed<DataPage<Candle>>(exchange, "has no bars and a next page that starts no later");
    }
}
