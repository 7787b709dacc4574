namespace OrleansAssets.Vendors.Eia;

/// <summary>The US Energy Information Administration.</summary>
public static class EiaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "eia";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "EIA_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IEiaApi, EiaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator],
            Indicators = EiaSeries.All.Indicators,
        },
        EiaErrors.Terms);
}

/// <summary>A series of EIA.</summary>
/// <param name="Series">Its id; null for the one that is the asset's symbol.</param>
internal sealed record EiaSeries(string Group, string Section, string Table, string Frequency, string? Series, string Unit)
{
    /// <summary>
    /// All that are mapped. A weekly value belongs to the Friday that ends its week and is known later: gas in storage on the next Thursday
    /// at 10:30 in New York, petroleum stocks on the next Wednesday at 10:30, each a day or more later after a holiday.
    /// </summary>
    public static readonly IndicatorTable<EiaSeries> All = new(
        EiaVendor.Id,
        ("storage_report", new("natural-gas", "stor", "wkly", "weekly", Series: null, "bcf")),
        ("inventory_report", new("petroleum", "stoc", "wstk", "weekly", Series: null, "thousand barrels")),
        ("gasoline_inventory", new("petroleum", "stoc", "wstk", "weekly", "WGTSTUS1", "thousand barrels")),
        ("distillate_inventory", new("petroleum", "stoc", "wstk", "weekly", "WDISTUS1", "thousand barrels")),
        ("henry_hub_price", new("natural-gas", "pri", "fut", "daily", "RNGWHHD", "usd/mmbtu")),
        ("wti_price", new("petroleum", "pri", "spt", "daily", "RWTC", "usd/barrel")),
        ("brent_price", new("petroleum", "pri", "spt", "daily", "RBRTE", "usd/barrel")));

    /// <summary>Its route, for errors.</summary>
    public string Route => $"{Group}/{Section}/{Table}";
}

/// <summary>
/// What EIA's errors mean: <c>{"error":{"code":"API_KEY_INVALID","message":"..."}}</c> from its gateway, <c>{"error":"text"}</c> from
/// the service itself.
/// </summary>
internal static class EiaErrors
{
    public static readonly VendorTerms Terms = new() { FailureOf = FailureOf };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var error = answer.Json?.Member("error");
        if (answer.Status == 200 && !error.IsStated())
        {
            return null;
        }

        var (code, text) = (error?.Member("code").Text(), error?.Member("message").Text() ?? error.Text());
        var message = text is { Length: > 0 } ? answer.Clean(text) : $"'{answer.Excerpt}'";
        return code switch
        {
            "OVER_RATE_LIMIT" => answer.Fail(FeedResult.RateLimited, $"{answer.SourceId} limits this key ({message})."),
            "API_KEY_UNAUTHORIZED" => answer.Fail(
                FeedResult.PlanTooSmall, $"{answer.SourceId} does not give {answer.Asked.What} to this key ({message})."),
            not null when code.StartsWith("API_KEY_", StringComparison.Ordinal) => answer.KeyRejected($" ({message})"),
            _ when answer.Status == 200 => answer.Fail(FeedResult.Malformed, $"{answer.SourceId} refused the request ({message})."),
            _ => answer.OfStatus(message),
        };
    }
}
