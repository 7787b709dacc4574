using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// Alpha Vantage: bars of shares (as traded, not adjusted for splits) and of currencies, last prices, rates and coming earnings. The free
/// plan has the last 100 days; longer histories and bars within the day are for premium plans.
/// </summary>
internal sealed class AlphaVantageAdapter(Func<IAlphaVantageApi> api, VendorHttp http, IVendorEndpoints endpoints, TimeProvider clock)
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
        var (isDaily, interval) = (query.Timeframe == Timeframe.D1, $"{(int)query.Timeframe}min");
        var size = !isDaily || now - query.From > TimeSpan.FromDays(CompactDays) ? Full : Compact;
        if (query.Timeframe == Timeframe.H4)
        {
            return Task.FromResult(VendorReplies.NoSuchTimeframe(SourceId, query.Timeframe));
        }

        if (PairOf(query.Symbol) is { } pair)
        {
            return AskAsync(
                query.Symbol,
                (client, key, token) => client.GetPairBarsAsync(
                    isDaily ? "FX_DAILY" : "FX_INTRADAY", pair.From, pair.To, size, isDaily ? null : interval, key, token),
                (failures, exchange, root) => PageOf(failures, exchange, root, query, continueFrom: null),
                cancellationToken);
        }

        // Intraday bars come by months of New York's calendar.
        var date = NewYorkTime.DateOf(query.From);
        var month = isDaily ? null : date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var next = NewYorkTime.MidnightOf(new DateOnly(date.Year, date.Month, 1).AddMonths(1));
        return AskAsync(
            query.Symbol,
            (client, key, token) => client.GetShareBarsAsync(
                isDaily ? "TIME_SERIES_DAILY" : "TIME_SERIES_INTRADAY", query.Symbol, size, isDaily ? null : interval, month,
                isDaily ? null : "false", key, token),
            (failures, exchange, root) => PageOf(failures, exchange, root, query, isDaily || next > now ? null : next),
            cancellationToken);
    }

    public Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken)
        => PairOf(symbol) is { } pair
            ? AskAsync(
                symbol,
                (client, key, token) => client.GetRateAsync("CURRENCY_EXCHANGE_RATE", pair.From, pair.To, key, token),
                (failures, exchange, root) => AlphaVantageQuotes.ReadRate(failures, exchange, root, assetId, symbol),
                cancellationToken)
            : AskAsync(
                symbol,
                (client, key, token) => client.GetShareAsync("GLOBAL_QUOTE", symbol, horizon: null, key, token),
                (failures, exchange, root) => AlphaVantageQuotes.ReadShare(failures, exchange, root, assetId, symbol),
                cancellationToken);

    public async Task<VendorReply<DataPage<EconomicEvent>>> GetEarningsAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        if (PairOf(symbol) is not null)
        {
            return VendorReplies.Ok(new DataPage<EconomicEvent>([], ContinueFrom: null), usedUnits: null); // A currency reports nothing.
        }

        var today = NewYorkDays.OpenTimeOf(NewYorkTime.DateOf(clock.GetUtcNow()));
        return await SendAsync(
            (client, key, token) => client.GetShareAsync("EARNINGS_CALENDAR", symbol, horizon: "3month", key, token),
            (failures, exchange) =>
            {
                if ((int)exchange.Status != 200 || exchange.Body.AsSpan().TrimStart(" \r\n"u8).StartsWith("{"u8))
                {
                    // An error is JSON, whatever it says of itself where a file was asked for.
                    return failures.Read(
                        exchange with { MediaType = "application/json" }, symbol,
                        _ => failures.Malformed<DataPage<EconomicEvent>>(exchange, "is no table of earnings"));
                }

                return EarningsCsv.TryRead(exchange.Body, assetId, symbol, today, out var events) is { } fault
                    ? failures.Malformed<DataPage<EconomicEvent>>(exchange, fault)
                    : failures.Ok(exchange, new DataPage<EconomicEvent>(events, ContinueFrom: null));
            },
            cancellationToken);
    }

    private static (string From, string To)? PairOf(string symbol) => symbol.Split('/') is [var from, var to] ? (from, to) : null;

    private static VendorReply<DataPage<Candle>> PageOf(
        VendorFailures failures, VendorExchange exchange, JsonElement root, CandleQuery query, DateTimeOffset? continueFrom)
        => !root.EnumerateObject().Any() ? failures.UnknownSymbol<DataPage<Candle>>(exchange, query.Symbol, "its reply is empty")
            : BarSeries.TryRead(root, query, exchange.ServerTime, out var candles) is { } fault
                ? failures.Malformed<DataPage<Candle>>(exchange, fault)
                : failures.Ok(exchange, new DataPage<Candle>(candles, continueFrom));

    private Task<VendorReply<T>> AskAsync<T>(
        string symbol,
        Func<IAlphaVantageApi, string, CancellationToken, Task<HttpResponseMessage>> send,
        Func<VendorFailures, VendorExchange, JsonElement, VendorReply<T>> read,
        CancellationToken cancellationToken)
        where T : class
        => SendAsync(
            send, (failures, exchange) => failures.Read(exchange, symbol, root => read(failures, exchange, root)), cancellationToken);

    private async Task<VendorReply<T>> SendAsync<T>(
        Func<IAlphaVantageApi, string, CancellationToken, Task<HttpResponseMessage>> send,
        Func<VendorFailures, VendorExchange, VendorReply<T>> read,
        CancellationToken cancellationToken)
        where T : class
    {
        if (VendorKey.Read<T>(endpoints, SourceId, AlphaVantageVendor.KeyVariable, out var failure) is not { } key)
        {
            return failure!; // Set wherever there is no key.
        }

        var reply = await http.SendAsync(SourceId, token => send(api(), key, token), cancellationToken);
        return reply.Value is { } exchange ? read(AlphaVantageErrors.For(key), exchange) : reply.As<T>();
    }
}
