using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.Etherscan;

/// <summary>Gas prices, supply and price of Ethereum as they are now: the free plan has no history, so that each call adds a value.</summary>
internal sealed class EtherscanAdapter(Func<IEtherscanApi> api, VendorHttp http, IVendorEndpoints endpoints) : IIndicatorSource
{
    public string SourceId => EtherscanVendor.Id;

    public int UnitsPerCall => 1;

    public async Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (EtherscanSeries.All.Find(query, out var failure) is not { } series
            || CheckChain(query.Symbol, out failure) is not { } chainId
            || VendorKey.Read(endpoints, SourceId, EtherscanVendor.KeyVariable, out failure) is not { } key)
        {
            return failure!; // Set wherever the series, the chain or the key is not.
        }

        var reply = await http.SendAsync(
            SourceId, token => api().GetAsync(chainId, series.Module, series.Action, key, token), cancellationToken);
        if (reply.Value is not { } exchange)
        {
            return reply.As<DataPage<IndicatorValue>>();
        }

        var failures = new VendorFailures(SourceId, EtherscanVendor.KeyVariable, key);
        if (failures.OfStatus<DataPage<IndicatorValue>>(exchange, $"'{failures.Excerpt(exchange)}'") is { } refusal)
        {
            return refusal;
        }

        using var document = VendorParser.TryParse(exchange);
        return document is null
            ? failures.Malformed<DataPage<IndicatorValue>>(exchange, "is no JSON")
            : EtherscanErrors.FailureOf<DataPage<IndicatorValue>>(failures, exchange, document.RootElement, series, chainId)
                ?? PageOf(exchange, failures, document.RootElement, query, series);
    }

    /// <summary>An asset's symbol here is the number of its chain.</summary>
    private string? CheckChain(string symbol, out VendorReply<DataPage<IndicatorValue>>? failure)
    {
        failure = symbol.Length is > 0 and <= 18 && symbol.All(char.IsAsciiDigit) ? null : VendorReplies.Fail<DataPage<IndicatorValue>>(
            FeedResult.UnknownSymbol,
            $"'{Redactor.Clean(symbol)}' is no chain of {SourceId}, which numbers them; name 1 for Ethereum in assets_config.yaml.");
        return failure is null ? symbol : null;
    }

    private VendorReply<DataPage<IndicatorValue>> PageOf(
        VendorExchange exchange, VendorFailures failures, JsonElement root, IndicatorQuery query, EtherscanSeries series)
    {
        if (root.Member("result") is not { ValueKind: JsonValueKind.Object } result || series.Read(result) is not ({ } value and >= 0))
        {
            return failures.Malformed<DataPage<IndicatorValue>>(exchange, "has a result that is not of the documented form");
        }

        var at = series.TimeMember is null ? exchange.StatedAt : EpochTime.OfSeconds(result.Member(series.TimeMember).AnyNumber());
        return at is { } instant && instant <= exchange.StatedAt.AddDays(1)
            ? failures.Ok(exchange, SeriesReader.Current(query, SourceId, instant, value, series.Unit))
            : failures.Malformed<DataPage<IndicatorValue>>(exchange, "is of a time that cannot be");
    }
}
