using OrleansAssets.Domain.Calendars;
using Refit;

namespace OrleansAssets.Vendors.Alpaca;

/// <summary>
/// Bars and quotes of US shares from the IEX feed, which every plan has in real time, and their corporate actions. Bars are adjusted for
/// splits, so that one history holds one unit; after a split a feed fetches its history again.
/// </summary>
internal sealed class AlpacaAdapter(VendorClient<IAlpacaApi> client, TimeProvider clock)
    : ICandleSource, IQuoteSource, ISplitSource, IDividendSource
{
    private const int ActionsMax = 1000;

    /// <summary>
    /// How far ahead actions are asked for. They are found by the date on which the vendor processes them, which for a dividend is that of
    /// its payment, weeks after the date that counts here.
    /// </summary>
    private static readonly TimeSpan ActionsAhead = TimeSpan.FromDays(120);

    private const int RowsMax = 5000;
    private const string Feed = "iex";

    /// <summary>A page may be empty and still have a successor; more calls in a row than this for one page with bars is a loop.</summary>
    private const int CallsMax = 2;

    public string SourceId => AlpacaVendor.Id;

    /// <summary>Reserved whole before the first call, so that a page behind an empty one is paid for too.</summary>
    public int UnitsPerCall => CallsMax;

    /// <summary>The next page is asked for by time, so that nothing is kept between calls; only an empty one's token is followed.</summary>
    public async Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (timeframe, start) = (AlpacaTimes.NameOf(query.Timeframe), AlpacaTimes.StartOf(query.Timeframe, query.From));
        var (pageToken, leftOut) = ((string?)null, (LeftOut?)null);
        for (var page = 0; page < CallsMax; page++)
        {
            var reply = await client.AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetBarsAsync(
                    keys[0], keys[1], query.Symbol, timeframe, start, RowsMax, adjustment: "split", Feed, sort: "asc", pageToken, token),
                (answer, root) => answer.Ok(AlpacaParser.ReadBars(root, query, answer.ServerTime, RowsMax), bars => bars),
                cancellationToken);
            leftOut = LeftOut.Sum(leftOut, reply.LeftOut);
            if (reply.Value is not { } bars || !bars.Rows.IsEmpty || bars.PageToken is null)
            {
                return reply.With(reply.Value is { } last ? PageOf(last, query.Timeframe) : null) with { LeftOut = leftOut };
            }

            pageToken = bars.PageToken;
        }

        return new VendorFailure(
            FeedResult.Malformed, $"{SourceId} sent {CallsMax} pages of bars in a row without a bar, each with a successor.");
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return client.AskAsync(
            query.Symbol,
            (api, keys, token) => api.GetLatestQuotesAsync(keys[0], keys[1], query.Symbol, Feed, token),
            (answer, root) => AlpacaParser.ReadQuote(answer, root, query),
            cancellationToken);
    }

    public Task<VendorReply<DataPage<CorporateAction>>> GetSplitsAsync(
        CorporateActionQuery query, CancellationToken cancellationToken)
        => GetActionsAsync(query, AlpacaActions.SplitTypes, cancellationToken);

    public Task<VendorReply<DataPage<CorporateAction>>> GetDividendsAsync(
        CorporateActionQuery query, CancellationToken cancellationToken)
        => GetActionsAsync(query, AlpacaActions.DividendTypes, cancellationToken);

    private async Task<VendorReply<DataPage<CorporateAction>>> GetActionsAsync(
        CorporateActionQuery query, string types, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (start, end) = (IsoDate.Format(NewYorkTime.DateOf(query.From)), IsoDate.Format(clock.GetUtcNow() + ActionsAhead));
        var (rows, unsure, leftOut) = (new List<CorporateAction>(), new List<string>(), (LeftOut?)null);
        string? pageToken = null;
        for (var page = 0; page < CallsMax; page++)
        {
            var reply = await client.AskAsync(
                query.Symbols,
                (api, keys, token) => api.GetCorporateActionsAsync(
                    keys[0], keys[1], query.Symbols, types, start, end, ActionsMax, sort: "asc", pageToken, token),
                (answer, root) => answer.Ok(AlpacaActions.Read(root, query, ActionsMax), actions => actions),
                cancellationToken);
            if (reply.Value is not { } actions)
            {
                return reply.With<DataPage<CorporateAction>>(null);
            }

            rows.AddRange(actions.Rows);
            unsure.AddRange(actions.Unsure);
            leftOut = LeftOut.Sum(leftOut, reply.LeftOut);
            if (actions.PageToken is null)
            {
                return reply.With(new DataPage<CorporateAction>(ActionReplies.Merge(rows, query), ContinueFrom: null)
                {
                    Unsure = [.. unsure],
                }) with { LeftOut = leftOut };
            }

            pageToken = actions.PageToken;
        }

        return new VendorFailure(
            FeedResult.Malformed,
            $"{SourceId} has more than {CallsMax * ActionsMax} corporate actions from {start} on; lower history_days in sources.yaml.");
    }

    private static DataPage<Candle> PageOf(AlpacaBars bars, Timeframe timeframe)
    {
        var closed = bars.Rows.RemoveAll(candle => !AlpacaTimes.IsClosed(timeframe, candle.OpenTime, bars.ServerTime));
        var continues = bars.PageToken is not null && closed.Length == bars.Rows.Length;
        return new DataPage<Candle>(closed, continues ? closed[^1].OpenTime + timeframe.Duration() : null);
    }
}

/// <summary>The part of Alpaca's market-data API that is used. Responses are raw: their headers and size matter before their body
/// does.</summary>
internal interface IAlpacaApi
{
    /// <summary>Bars of one or more symbols, oldest first.</summary>
    /// <param name="start">RFC 3339, inclusive.</param>
    /// <param name="pageToken">From the page before; null for the first.</param>
    [Get("/v2/stocks/bars")]
    Task<HttpResponseMessage> GetBarsAsync(
        [Header("APCA-API-KEY-ID")] string keyId,
        [Header("APCA-API-SECRET-KEY")] string secretKey,
        string symbols,
        string timeframe,
        string start,
        int limit,
        string adjustment,
        string feed,
        string sort,
        [AliasAs("page_token")] string? pageToken,
        CancellationToken cancellationToken);

    /// <summary>The newest quote of one or more symbols.</summary>
    [Get("/v2/stocks/quotes/latest")]
    Task<HttpResponseMessage> GetLatestQuotesAsync(
        [Header("APCA-API-KEY-ID")] string keyId,
        [Header("APCA-API-SECRET-KEY")] string secretKey,
        string symbols,
        string feed,
        CancellationToken cancellationToken);

    /// <summary>Corporate actions of one or more symbols, by the date on which they are processed.</summary>
    /// <param name="start">A date, inclusive, as is the end; without an end the vendor takes today.</param>
    /// <param name="limit">Of all types and symbols together.</param>
    [Get("/v1/corporate-actions")]
    Task<HttpResponseMessage> GetCorporateActionsAsync(
        [Header("APCA-API-KEY-ID")] string keyId,
        [Header("APCA-API-SECRET-KEY")] string secretKey,
        string symbols,
        string types,
        string start,
        string end,
        int limit,
        string sort,
        [AliasAs("page_token")] string? pageToken,
        CancellationToken cancellationToken);
}
