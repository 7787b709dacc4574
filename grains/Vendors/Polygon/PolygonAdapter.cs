using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// Polygon, now Massive: bars of shares, currencies and indices (adjusted for splits), quotes of shares and currencies, a day's volume of
/// the option contracts that expire next, short interest, splits and dividends.
/// </summary>
internal sealed class PolygonAdapter(VendorClient<IPolygonApi> client, TimeProvider clock)
    : ICandleSource, IQuoteSource, IOptionsFlowSource, IIndicatorSource, ISplitSource, IDividendSource
{
    private const int RowsMax = 5000;
    private const int BaseBarsMax = 50_000;
    private const int ContractsMax = 250;
    private const int SettlementsMax = 500;

    public string SourceId => PolygonVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (multiplier, timespan) = PolygonTimes.NameOf(query.Timeframe);
        var (from, to) = PolygonTimes.RangeOf(query, clock.GetUtcNow());
        if (from > to)
        {
            return Task.FromResult(VendorReplies.NoRows<Candle>());
        }

        var limit = query.Timeframe == Timeframe.D1 ? RowsMax : Math.Min(BaseBarsMax, RowsMax * (int)query.Timeframe);
        return client.AskAsync(
            query.Symbol,
            (api, keys, token) => api.GetAggregatesAsync(
                keys.Bearer, query.Symbol, multiplier, timespan, from, to, adjusted: "true", sort: "asc", limit, token),
            (answer, root) => PageOf(answer, root, query),
            cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var symbol = query.Symbol;
        if (PolygonTimes.IsCurrency(symbol) && symbol.Length == 8)
        {
            return client.AskAsync(
                symbol,
                (api, keys, token) => api.GetLastCurrencyQuoteAsync(keys.Bearer, symbol[2..5], symbol[5..], token),
                (answer, root) => PolygonQuotes.ReadPair(answer, root, query),
                cancellationToken);
        }

        return HasPrefix(symbol)
            ? Task.FromResult<VendorReply<Quote>>(new VendorFailure(
                FeedResult.UnknownSymbol, $"{SourceId} has quotes of shares and of pairs such as C:GBPJPY, not of '{symbol}'."))
            : client.AskAsync(
                symbol,
                (api, keys, token) => api.GetLastQuoteAsync(keys.Bearer, symbol, token),
                (answer, root) => PolygonQuotes.ReadShare(answer, root, query),
                cancellationToken);
    }

    /// <summary>Currencies and indices have no options here.</summary>
    public Task<VendorReply<DataPage<OptionsFlow>>> GetOptionsFlowAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return HasPrefix(query.Symbol)
            ? Task.FromResult(VendorReplies.NoRows<OptionsFlow>())
            : AskForOptionsAsync(
                query,
                day => new DataPage<OptionsFlow>(
                    day is null ? [] : day.Contracts.RemoveAll(contract => contract.At < query.From), ContinueFrom: null),
                isWhole: false, cancellationToken);
    }

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = clock.GetUtcNow();
        return query.Indicator switch
        {
            PolygonIndicators.SemiconductorIndex => SemiconductorIndexAsync(query, cancellationToken),
            PolygonIndicators.OptionsFlow => AskForOptionsAsync(
                new FlowQuery(query.AssetId, query.Symbol, query.From), day => PolygonIndicators.VolumeOf(day, query, now),
                isWhole: true, cancellationToken),
            _ when PolygonIndicators.Shorts.FirstOrDefault(series => series.Indicator == query.Indicator) is { Unit: { } unit }
                => AskForShortsAsync(query, unit, cancellationToken),
            _ => Task.FromResult<VendorReply<DataPage<IndicatorValue>>>(
                VendorReplies.UnknownIndicator(SourceId, query.Indicator, PolygonIndicators.Known)),
        };
    }

    public Task<VendorReply<DataPage<CorporateAction>>> GetSplitsAsync(
        CorporateActionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return client.AskAsync(
            query.Symbols,
            (api, keys, token) => api.GetSplitsAsync(
                keys.Bearer, query.Symbols, IsoDate.Format(NewYorkTime.DateOf(query.From)), sort: "execution_date.asc",
                PolygonActions.RowsMax, token),
            (answer, root) => answer.Ok(PolygonActions.ReadSplits(root, query), page => page),
            cancellationToken);
    }

    public Task<VendorReply<DataPage<CorporateAction>>> GetDividendsAsync(
        CorporateActionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return client.AskAsync(
            query.Symbols,
            (api, keys, token) => api.GetDividendsAsync(
                keys.Bearer, query.Symbols, IsoDate.Format(NewYorkTime.DateOf(query.From)), sort: "ex_dividend_date.asc",
                PolygonActions.RowsMax, token),
            (answer, root) => answer.Ok(PolygonActions.ReadDividends(root, query), page => page),
            cancellationToken);
    }

    private static bool HasPrefix(string symbol) => symbol.Contains(':', StringComparison.Ordinal);

    private async Task<VendorReply<DataPage<IndicatorValue>>> SemiconductorIndexAsync(
        IndicatorQuery query, CancellationToken cancellationToken)
    {
        var reply = await GetCandlesAsync(
            new CandleQuery(query.AssetId, PolygonIndicators.SemiconductorSymbol, Timeframe.D1, query.From), cancellationToken);
        return reply.With(reply.Value is { } page ? PolygonIndicators.ClosesOf(page, query) : null);
    }

    /// <summary>Asks for the 250 contracts that expire next: the vendor neither sorts by volume nor sends more in one reply.</summary>
    /// <param name="isWhole">Whether all contracts make one figure.</param>
    private Task<VendorReply<DataPage<T>>> AskForOptionsAsync<T>(
        FlowQuery query, Func<OptionsDay?, DataPage<T>> pageOf, bool isWhole, CancellationToken cancellationToken)
    {
        var today = IsoDate.Format(NewYorkTime.DateOf(clock.GetUtcNow()));
        return client.AskAsync(
            query.Symbol,
            (api, keys, token) => api.GetOptionsAsync(
                keys.Bearer, query.Symbol, today, sort: "expiration_date", order: "asc", ContractsMax, token),
            (answer, root) => answer.Ok(AggregatesParser.RowsOf(root).Then(rows => OptionsDay.Read(rows, query, isWhole)), pageOf),
            cancellationToken);
    }

    /// <summary>Short interest or days to cover. It is published about eight business days after its settlement.</summary>
    private Task<VendorReply<DataPage<IndicatorValue>>> AskForShortsAsync(
        IndicatorQuery query, string unit, CancellationToken cancellationToken)
        => client.AskAsync(
            query.Symbol,
            (api, keys, token) => api.GetShortInterestAsync(
                keys.Bearer, query.Symbol, IsoDate.Format(query.From), sort: "settlement_date.asc", SettlementsMax, token),
            (answer, root) => answer.Ok(PolygonIndicators.ReadShorts(root, query, unit), page => page),
            cancellationToken);

    private static VendorReply<DataPage<Candle>> PageOf(VendorAnswer answer, JsonElement root, CandleQuery query)
    {
        var read = AggregatesParser.Read(root, query, answer.ServerTime);
        if (read.Fault is { } fault)
        {
            return answer.Malformed(fault);
        }

        var completeUntil = PolygonErrors.CompleteUntil(answer, root);
        var closed = read.Value.RemoveAll(candle => !PolygonTimes.IsClosed(query, candle.OpenTime, completeUntil));
        if (root.Member("next_url").Text() is not { } nextUrl || closed.Length < read.Value.Length)
        {
            return answer.Ok(new DataPage<Candle>(closed, ContinueFrom: null)) with { LeftOut = read.LeftOut };
        }

        var next = closed.IsEmpty ? AggregatesParser.StartOf(nextUrl) : closed[^1].OpenTime + query.Timeframe.Duration();
        return next > query.From
            ? answer.Ok(new DataPage<Candle>(closed, next)) with { LeftOut = read.LeftOut }
            : answer.Malformed("has no bars and a next page that starts no later");
    }
}
