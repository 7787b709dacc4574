namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>Coin Metrics' community data.</summary>
public static class CoinMetricsVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "coinmetrics";

    internal static Vendor Entry { get; } = Vendor.Of<ICoinMetricsApi, CoinMetricsAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Indicator, DatasetKind.Quotes],
            Indicators = CoinMetricsSeries.All.Indicators,
        },
        CoinMetricsErrors.Terms);
}

/// <summary>A daily metric of Coin Metrics.</summary>
/// <param name="Metric">Its name there.</param>
/// <param name="Unit">Null for units of the asset itself.</param>
internal sealed record CoinMetricsSeries(string Metric, string? Unit)
{
    /// <summary>All that are mapped; the last two are not part of the community's free data.</summary>
    public static readonly IndicatorTable<CoinMetricsSeries> All = new(
        CoinMetricsVendor.Id,
        ("active_addresses", new("AdrActCnt", "addresses")),
        ("transactions", new("TxCnt", "transactions")),
        ("transfers", new("TxTfrCnt", "transfers")),
        ("exchange_inflow", new("FlowInExUSD", "usd")),
        ("exchange_outflow", new("FlowOutExUSD", "usd")),
        ("hash_rate", new("HashRate", "th/s")),
        ("mvrv", new("CapMVRVCur", string.Empty)),
        ("market_cap", new("CapMrktCurUSD", "usd")),
        ("supply", new("SplyCur", Unit: null)),
        ("issuance", new("IssTotUSD", "usd")),
        ("reference_price", new("PriceUSD", "usd")),
        ("realized_cap", new("CapRealUSD", "usd")),
        ("nvt", new("NVTAdj", string.Empty)));
}

/// <summary>What Coin Metrics' errors mean: <c>{"error":{"type":"forbidden","message":"..."}}</c>.</summary>
internal static class CoinMetricsErrors
{
    /// <summary>The headers count the calls of six seconds.</summary>
    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = exchange => exchange.SpentHeaders("X-RateLimit-Limit", "X-RateLimit-Remaining"),
        ResetsAt = exchange => RetryAfter.OfSeconds(exchange, exchange.NumberHeader("X-RateLimit-Reset")),
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var error = answer.Json?.Member("error");
        if (answer.Status == 200 && !error.IsStated())
        {
            return null;
        }

        var message = error?.Member("message").Text() is { Length: > 0 } text ? answer.Clean(text) : $"'{answer.Excerpt}'";
        return (error?.Member("type").Text(), answer.Status) switch
        {
            ("forbidden" or "unauthorized" or "wrong_credentials", _) or (_, 401 or 403) => answer.Fail(
                FeedResult.PlanTooSmall,
                $"{answer.SourceId} does not give {answer.Asked.What} to the community, only to holders of a paid key: {message}."),
            ("bad_parameter" or "bad_parameters", _) when message.Contains("asset", StringComparison.OrdinalIgnoreCase)
                => answer.UnknownSymbol(message),
            (_, 200) => answer.Malformed("states an error"),
            _ => answer.OfStatus(message),
        };
    }
}
