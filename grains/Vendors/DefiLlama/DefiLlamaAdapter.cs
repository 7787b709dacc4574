using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.DefiLlama;

/// <summary>Value locked in DeFi and stablecoins in circulation, a row a day; today's is still running and is left out.</summary>
internal sealed class DefiLlamaAdapter(Func<IDefiLlamaApi> api, VendorHttp http) : IIndicatorSource
{
    private const string Unit = "usd";

    /// <summary>Fifty years of days.</summary>
    private const int RowsMax = 20_000;

    /// <summary>A million times the money of the world; a larger sum was read wrongly.</summary>
    private const decimal DollarsMax = 1e21m;

    private static readonly VendorFailures Failures = new(DefiLlamaVendor.Id, KeyVariables: string.Empty);

    public string SourceId => DefiLlamaVendor.Id;

    public int UnitsPerCall => 1;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (DefiLlamaSeries.All.Find(query, out var failure) is not { } series)
        {
            return failure!; // Set wherever there is no series.
        }

        var name = series.Name ?? query.Symbol;
        var reply = await http.SendAsync(SourceId, token => SendAsync(series.Kind, name, token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<IndicatorValue>>();
        }

        using var document = VendorParser.TryParse(exchange);
        return FailureOf(exchange, document?.RootElement, name)
            ?? (document is null ? Failures.Malformed<DataPage<IndicatorValue>>(exchange, "is no JSON")
                : series.Kind == DefiLlamaKind.Protocol ? CurrentOf(exchange, document.RootElement, query)
                : HistoryOf(exchange, document.RootElement, query, series.Kind));
    }

    private Task<HttpResponseMessage> SendAsync(DefiLlamaKind kind, string name, CancellationToken cancellationToken) => kind switch
    {
        DefiLlamaKind.Chain => api().GetChainHistoryAsync(name, cancellationToken),
        DefiLlamaKind.Stablecoins => api().GetStablecoinHistoryAsync(name, cancellationToken),
        _ => api().GetProtocolAsync(name, cancellationToken),
    };

    /// <summary>A name that is not known is 400 or 404 with text, or 200 with a message.</summary>
    private static VendorReply<DataPage<IndicatorValue>>? FailureOf(VendorExchange exchange, JsonElement? root, string name)
    {
        var message = Failures.MessageOf(exchange, "message");
        return (int)exchange.Status switch
        {
            200 when root?.Member("message") is null => null,
            200 or 400 or 404 => Failures.UnknownSymbol<DataPage<IndicatorValue>>(exchange, name, message),
            401 or 402 or 403 => Failures.Fail<DataPage<IndicatorValue>>(
                exchange, FeedResult.PlanTooSmall, $"{DefiLlamaVendor.Id} gives this to holders of a paid key only: {message}."),
            _ => Failures.OfStatus<DataPage<IndicatorValue>>(exchange, message),
        };
    }

    private VendorReply<DataPage<IndicatorValue>> CurrentOf(VendorExchange exchange, JsonElement root, IndicatorQuery query)
        => ((JsonElement?)root).Number() is { } value and >= 0
            ? Failures.Ok(exchange, SeriesReader.Current(query, SourceId, exchange.StatedAt, value, Unit))
            : Failures.Malformed<DataPage<IndicatorValue>>(exchange, "is no number of dollars");

    private VendorReply<DataPage<IndicatorValue>> HistoryOf(
        VendorExchange exchange, JsonElement root, IndicatorQuery query, DefiLlamaKind kind)
    {
        var form = new SeriesForm(SourceId, Unit, TimeSpan.FromDays(1), RowsMax, exchange.ServerTime);
        return SeriesReader.TryRead(root, query, form, row => RowOf(row, kind), out var values, out _) is { } fault
            ? Failures.Malformed<DataPage<IndicatorValue>>(exchange, fault)
            : Failures.Ok(exchange, new DataPage<IndicatorValue>(values, ContinueFrom: null));
    }

    private static SeriesRow? RowOf(JsonElement row, DefiLlamaKind kind)
    {
        var value = kind == DefiLlamaKind.Chain ? row.Member("tvl").Number() : SumOf(row.Member("totalCirculatingUSD"));
        return EpochTime.OfSeconds(row.Member("date").AnyNumber()) is { } at && value is { } dollars and >= 0
            ? new SeriesRow(at, dollars) : null;
    }

    /// <summary>Stablecoins are counted by what they are pegged to, each sum in dollars: <c>{"peggedUSD":1,"peggedEUR":2}</c>.</summary>
    private static decimal? SumOf(JsonElement? pegs)
    {
        if (pegs is not { ValueKind: JsonValueKind.Object } sums)
        {
            return null;
        }

        var total = 0m;
        foreach (var peg in sums.EnumerateObject().Where(peg => peg.Value.ValueKind != JsonValueKind.Null))
        {
            if (((JsonElement?)peg.Value).Number() is not { } sum || sum is < 0 or > DollarsMax)
            {
                return null;
            }

            total += sum;
        }

        return total;
    }
}
