using System.Text.Json;
using Refit;

namespace OrleansAssets.Vendors.Etherscan;

/// <summary>
/// Gas prices, supply and price of Ethereum as they are now: the free plan has no history, so that each call adds a value.
/// </summary>
internal sealed class EtherscanAdapter(VendorClient<IEtherscanApi> client) : IIndicatorSource
{
    public string SourceId => EtherscanVendor.Id;

    public int UnitsPerCall => 1;

    /// <summary>An asset's symbol here is the number of its chain.</summary>
    public Task<VendorReply<DataPage<IndicatorValue>>> GetIndicatorAsync(IndicatorQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return EtherscanSeries.All.AskAsync(query, series => query.Symbol.Length is > 0 and <= 18 && query.Symbol.All(char.IsAsciiDigit)
            ? client.AskAsync(
                new Asked(query.Symbol, series.Action),
                (api, keys, token) => api.GetAsync(query.Symbol, series.Module, series.Action, keys[0], token),
                (answer, root) => ValueOf(answer, root, query, series),
                cancellationToken)
            : Task.FromResult<VendorReply<DataPage<IndicatorValue>>>(new VendorFailure(
                FeedResult.UnknownSymbol,
                $"'{Redactor.Clean(query.Symbol)}' is no chain of {SourceId}, which numbers them; "
                + "name 1 for Ethereum in assets_config.yaml.")));
    }

    private static VendorReply<DataPage<IndicatorValue>> ValueOf(
        VendorAnswer answer, JsonElement root, IndicatorQuery query, EtherscanSeries series)
    {
        if (root.Member("result") is not { ValueKind: JsonValueKind.Object } result || series.Read(result) is not ({ } value and >= 0))
        {
            return answer.Malformed("has a result that is not of the documented form");
        }

        var at = series.TimeMember is null ? answer.StatedAt : EpochTime.OfSeconds(result.Member(series.TimeMember).AnyNumber());
        return at is { } instant && instant <= answer.StatedAt.AddDays(1)
            ? SeriesReader.Current(answer, query, instant, value, series.Unit)
            : answer.Malformed("is of a time that cannot be");
    }
}

/// <summary>Etherscan's API has one address; what is asked is in the query, the key with it.</summary>
internal interface IEtherscanApi
{
    /// <summary>Asks one question.</summary>
    /// <param name="chainId">E.g. <c>1</c> for Ethereum.</param>
    [Get("/api")]
    Task<HttpResponseMessage> GetAsync(
        [AliasAs("chainid")] string chainId,
        string module,
        string action,
        [AliasAs("apikey")] string key,
        CancellationToken cancellationToken);
}
