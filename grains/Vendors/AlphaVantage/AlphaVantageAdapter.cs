using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// Alpha Vantage: bars of shares (as traded, not adjusted for splits) and of currencies, last prices, rates and coming earnings. The free
/// plan has the last 100 days; longer histories and bars within the day are for premium plans.
/// </summary>
internal sealed class AlphaVantageAdapter(VendorClient<IAlphaVantageApi> client, TimeProvider clock)
    : ICandleSource, IQuoteSource, IEarningsSource
{
    /// <summary>The 100 rows of a compact reply reach back at least so far.</summary>
    private const int CompactDays = 130;

    private const string Compact = "compact";
    private const string Full = "full";

    public string SourceId => AlphaVantageVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = clock.GetUtcNow();
        var isDaily = query.Timeframe == Timeframe.D1;
        var interval = isDaily ? null : $"{(int)query.Timeframe}min";
        var size = !isDaily || now - query.From > TimeSpan.FromDays(CompactDays) ? Full : Compact;
        if (query.Timeframe == Timeframe.H4)
        {
            return Task.FromResult<VendorReply<DataPage<Candle>>>(VendorReplies.NoSuchTimeframe(SourceId, query.Timeframe));
        }

        if (PairOf(query.Symbol) is { } pair)
        {
            return AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetPairBarsAsync(
                    isDaily ? "FX_DAILY" : "FX_INTRADAY", pair.From, pair.To, size, interval, keys[0], token),
                (answer, root) => PageOf(answer, root, query, continueFrom: null),
                cancellationToken);
        }

        // Intraday bars come by months of New York's calendar.
        var date = NewYorkTime.DateOf(query.From);
        var month = isDaily ? null : date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var next = NewYorkTime.MidnightOf(new DateOnly(date.Year, date.Month, 1).AddMonths(1));
        return AskAsync(
            query.Symbol,
            (api, keys, token) => api.GetShareBarsAsync(
                isDaily ? "TIME_SERIES_DAILY" : "TIME_SERIES_INTRADAY", query.Symbol, size, interval, month, isDaily ? null : "false",
                keys[0], token),
            (answer, root) => PageOf(answer, root, query, isDaily || next > now ? null : next),
            cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return PairOf(query.Symbol) is { } pair
            ? AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetRateAsync("CURRENCY_EXCHANGE_RATE", pair.From, pair.To, keys[0], token),
                (answer, root) => AlphaVantageQuotes.ReadRate(answer, root, query),
                cancellationToken)
            : AskAsync(
                query.Symbol,
                (api, keys, token) => api.GetShareAsync("GLOBAL_QUOTE", query.Symbol, horizon: null, keys[0], token),
                (answer, root) => AlphaVantageQuotes.ReadShare(answer, root, query),
                cancellationToken);
    }

    /// <summary>A table; an error is JSON, whatever it says of itself. A currency reports nothing.</summary>
    public Task<VendorReply<DataPage<EconomicEvent>>> GetEarningsAsync(
        string assetId, string symbol, CancellationToken cancellationToken)
    {
        var today = NewYorkDays.OpenTimeOf(NewYorkTime.DateOf(clock.GetUtcNow()));
        return PairOf(symbol) is not null
            ? Task.FromResult(VendorReplies.NoRows<EconomicEvent>())
            : client.AskForFileAsync(
                client.ReadKeys(), symbol,
                (api, keys, token) => api.GetShareAsync("EARNINGS_CALENDAR", symbol, horizon: "3month", keys[0], token),
                answer => answer.Json is { } root
                    ? AlphaVantageErrors.FailureIn(answer, root) ?? answer.Malformed("is no table of earnings")
                    : answer.Page(EarningsCsv.Read(answer.Exchange.Body, assetId, symbol, today)),
                cancellationToken);
    }

    private static (string From, string To)? PairOf(string symbol) => symbol.Split('/') is [var from, var to] ? (from, to) : null;

    private static VendorReply<DataPage<Candle>> PageOf(
        VendorAnswer answer, JsonElement root, CandleQuery query, DateTimeOffset? continueFrom)
        => root.EnumerateObject().Any()
            ? answer.Page(BarSeries.Read(root, query, answer.ServerTime), continueFrom)
            : answer.UnknownSymbol("its reply is empty");

    /// <summary>Errors come with status 200, in the place of what was asked for.</summary>
    private Task<VendorReply<T>> AskAsync<T>(
        Asked asked,
        Func<IAlphaVantageApi, VendorKeys, CancellationToken, Task<HttpResponseMessage>> call,
        Func<VendorAnswer, JsonElement, VendorReply<T>> parse,
        CancellationToken cancellationToken)
        where T : class => client.AskAsync(
            asked, call, (answer, root) => AlphaVantageErrors.FailureIn(answer, root) is { } failure ? failure : parse(answer, root),
            cancellationToken);
}
