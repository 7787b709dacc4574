using System.Text;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>Glassnode's on-chain metrics.</summary>
public static class GlassnodeVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "glassnode";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "GLASSNODE_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IGlassnodeApi, GlassnodeAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator],
            Indicators = GlassnodeSeries.All.Indicators,
        },
        GlassnodeErrors.Terms);
}

/// <summary>A metric of Glassnode.</summary>
/// <param name="Unit">Null for units of the asset itself.</param>
internal sealed record GlassnodeSeries(string Category, string Metric, string? Unit)
{
    /// <summary>All that are mapped. Flows are net: above 0 more coins move to exchanges than from them.</summary>
    public static readonly IndicatorTable<GlassnodeSeries> All = new(
        GlassnodeVendor.Id,
        ("exchange_flows", new("transactions", "transfers_volume_exchanges_net", Unit: null)),
        ("exchange_inflow", new("transactions", "transfers_volume_to_exchanges_sum", Unit: null)),
        ("exchange_outflow", new("transactions", "transfers_volume_from_exchanges_sum", Unit: null)),
        ("exchange_balance", new("distribution", "balance_exchanges", Unit: null)),
        ("active_addresses", new("addresses", "active_count", "addresses")),
        ("new_addresses", new("addresses", "new_non_zero_count", "addresses")),
        ("mvrv", new("market", "mvrv", string.Empty)),
        ("sopr", new("indicators", "sopr", string.Empty)),
        ("market_cap", new("market", "marketcap_usd", "usd")),
        ("supply", new("supply", "current", Unit: null)),
        ("hash_rate", new("mining", "hash_rate_mean", "h/s")));
}

/// <summary>What Glassnode's statuses mean. Its errors are text or, for a key that it rejects, a page of HTML.</summary>
internal static class GlassnodeErrors
{
    private const int MessageBytesMax = 400;

    /// <summary>The reset header counts seconds.</summary>
    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = exchange => exchange.SpentHeaders("x-rate-limit-limit", "x-rate-limit-remaining"),
        ResetsAt = exchange => RetryAfter.OfSeconds(exchange, exchange.NumberHeader("x-rate-limit-reset")),
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = MessageOf(answer) ?? $"about {answer.Asked.What}";
        return answer.Status == 400 && message.Contains("asset", StringComparison.OrdinalIgnoreCase)
            ? answer.UnknownSymbol(message)
            : answer.OfStatus(message);
    }

    /// <summary>The text; null for HTML, which says nothing that the status does not.</summary>
    private static string? MessageOf(VendorAnswer answer)
    {
        var body = answer.Exchange.Body;
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MessageBytesMax))).Trim();
        return text.Length == 0 || text[0] == '<' ? null : answer.Clean(text);
    }
}
