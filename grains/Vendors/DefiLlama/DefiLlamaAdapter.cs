using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.DefiLlama;

/// <summary>Value locked in DeFi and stablecoins in circulation, a row a day; today's is still running and is left out.</summary>
internal sealed class DefiLlamaAdapter(VendorClient<IDefiLlamaApi> client) : IIndicatorSource
{
    private const string Unit = "usd";

    /// <summary>Fifty years of days.</summary>
    private const int RowsMax = 20_000;

    /// <summary>A million times the money of the world; a larger sum was read wrongly.</summary>
    private const decimal DollarsMax = 1e21m;

    public static readonly VendorTerms Terms = new() { FailureOf = FailureOf };

    public string SourceId => DefiLlamaVendor.Id;

    public int UnitsPerCall => 1;

    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return DefiLlamaSeries.All.AskAsync(query, series =>
        {
            var name = series.Name ?? query.Symbol;
            return client.AskAsync(
                name,
                (api, _, token) => series.Kind switch
                {
                    DefiLlamaKind.Chain => api.GetChainHistoryAsync(name, token),
                    DefiLlamaKind.Stablecoins => api.GetStablecoinHistoryAsync(name, token),
                    _ => api.GetProtocolAsync(name, token),
                },
                (answer, root) => series.Kind == DefiLlamaKind.Protocol
                    ? CurrentOf(answer, root, query) : HistoryOf(answer, root, query, series.Kind),
                cancellationToken);
        });
    }

    /// <summary>A name that is not known is 400 or 404 with text, or 200 with a message.</summary>
    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = answer.MessageOf("message");
        return answer.Status switch
        {
            200 when answer.Json?.Member("message") is null => null,
            200 or 400 or 404 => answer.UnknownSymbol(message),
            401 or 402 or 403 => answer.Fail(
                FeedResult.PlanTooSmall, $"{answer.SourceId} gives this to holders of a paid key only: {message}."),
            _ => answer.OfStatus(message),
        };
    }

    private static VendorReply<DataPage<IndicatorValue>> CurrentOf(VendorAnswer answer, JsonElement root, IndicatorQuery query)
        => ((JsonElement?)root).Number() is { } value and >= 0
            ? SeriesReader.Current(answer, query, answer.StatedAt, value, Unit)
            : answer.Malformed("is no number of dollars");

    private static VendorReply<DataPage<IndicatorValue>> HistoryOf(
        VendorAnswer answer, JsonElement root, IndicatorQuery query, DefiLlamaKind kind)
        => answer.Ok(
            SeriesReader.Read(answer, root, query, Unit, TimeSpan.FromDays(1), RowsMax, row => RowOf(row, kind)),
            part => new DataPage<IndicatorValue>(part.Values, ContinueFrom: null));

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

/// <summary>The part of DefiLlama's free API that is used. It takes no key and has no pages: histories come whole.</summary>
internal interface IDefiLlamaApi
{
    /// <summary>Value locked on a chain, by day, without liquid staking and double counting. The last row is still running.</summary>
    /// <param name="chain">E.g. <c>Ethereum</c>.</param>
    [Get("/v2/historicalChainTvl/{chain}")]
    Task<HttpResponseMessage> GetChainHistoryAsync(string chain, CancellationToken cancellationToken);

    /// <summary>Stablecoins in circulation, by day.</summary>
    /// <param name="chain"><c>all</c>, or a chain.</param>
    [Get("/stablecoincharts/{chain}")]
    Task<HttpResponseMessage> GetStablecoinHistoryAsync(string chain, CancellationToken cancellationToken);

    /// <summary>Value locked in a protocol now: a bare number. Its history would be tens of megabytes.</summary>
    [Get("/tvl/{protocol}")]
    Task<HttpResponseMessage> GetProtocolAsync(string protocol, CancellationToken cancellationToken);
}
