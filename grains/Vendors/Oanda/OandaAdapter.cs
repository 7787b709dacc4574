using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Oanda;

/// <summary>
/// Candles (of the mid price) and quotes of currencies and commodities from OANDA's v20 interface. Practice or live is told by the address
/// in sources.yaml; a token works at one of the two.
/// </summary>
internal sealed class OandaAdapter(Func<IOandaApi> api, VendorHttp http, IVendorEndpoints endpoints) : ICandleSource, IQuoteSource
{
    private const int RowsMax = 5000;

    public string SourceId => OandaVendor.Id;

    public int UnitsPerCall => 1;

    public async Task<VendorReply<DataPage<Candle>>> GetCandlesAsync(CandleQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (VendorKey.Read<DataPage<Candle>>(endpoints, SourceId, OandaVendor.KeyVariable, out var failure) is not { } token)
        {
            return failure!; // Set wherever there is no token.
        }

        var (granularity, from) = (OandaTimes.NameOf(query.Timeframe), OandaTimes.FromOf(query.Timeframe, query.From));
        var reply = await http.SendAsync(
            SourceId,
            cancellation => api().GetCandlesAsync(
                $"Bearer {token}", query.Symbol, price: "M", granularity, from, RowsMax, OandaTimes.DayBeginsAt, OandaTimes.Zone, cancellation),
            cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<Candle>>();
        }

        var failures = OandaErrors.For(token);
        return failures.FailureOf<DataPage<Candle>>(exchange, query.Symbol) ?? PageOf(failures, exchange, query);
    }

    public async Task<VendorReply<Quote>> GetQuoteAsync(string assetId, string symbol, CancellationToken cancellationToken)
    {
        if (VendorKey.Read<Quote>(endpoints, SourceId, OandaVendor.KeyVariable, out var failure) is not { } token
            || VendorKey.Read<Quote>(endpoints, SourceId, OandaVendor.AccountVariable, out failure) is not { } account)
        {
            return failure!; // Set wherever one of the two is missing.
        }

        var reply = await http.SendAsync(
            SourceId, cancellation => api().GetPricingAsync($"Bearer {token}", account, symbol, cancellation), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<Quote>();
        }

        var failures = OandaErrors.For(token, account);
        if (failures.FailureOf<Quote>(exchange, symbol) is { } refused)
        {
            return refused;
        }

        using var document = VendorParser.TryParse(exchange);
        return document is null
            ? failures.Malformed<Quote>(exchange, "is no JSON")
            : OandaParser.ReadQuote(failures, exchange, document.RootElement, assetId, symbol);
    }

    private static VendorReply<DataPage<Candle>> PageOf(VendorFailures failures, VendorExchange exchange, CandleQuery query)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document is null)
        {
            return failures.Malformed<DataPage<Candle>>(exchange, "is no JSON");
        }

        if (OandaParser.TryRead(document.RootElement, query, exchange.ServerTime, out var candles, out var rows) is { } fault)
        {
            return failures.Malformed<DataPage<Candle>>(exchange, fault);
        }

        var continues = rows >= RowsMax && candles.Length > 0;
        return failures.Ok(exchange, new DataPage<Candle>(candles, continues ? candles[^1].OpenTime + query.Timeframe.Duration() : null));
    }
}
