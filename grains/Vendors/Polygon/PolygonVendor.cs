using System.Text.Json;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>Polygon, now Massive.</summary>
public static class PolygonVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "polygon";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "POLYGON_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IPolygonApi, PolygonAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets =
            [
                DatasetKind.Candles, DatasetKind.Quotes, DatasetKind.OptionsFlow, DatasetKind.Indicator, DatasetKind.Splits,
                DatasetKind.Dividends,
            ],
            Indicators = PolygonIndicators.Known,
            PushesTrades = true,
        },
        PolygonErrors.Terms,
        services => services.AddSocketStream(new PolygonStream()));
}

/// <summary>
/// What Polygon's replies mean. Each has a <c>status</c>: OK, DELAYED (the plan is 15 minutes late) and names of paid feeds come with
/// good data; ERROR, NOT_AUTHORIZED and NOT_FOUND with <c>error</c> or <c>message</c>, mostly but not always beside an HTTP error.
/// An <c>error</c> beside any other status is none the less one: taken as an empty page, rows would be missing and nobody told.
/// </summary>
internal static class PolygonErrors
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(15);

    public static readonly VendorTerms Terms = new() { FailureOf = FailureOf };

    /// <summary>Up to when the reply's data is complete: on a delayed plan a bar that has ended may still lack trades.</summary>
    public static DateTimeOffset CompleteUntil(VendorAnswer answer, JsonElement root)
        => answer.ServerTime - (root.Member("status").Text() == "DELAYED" ? Delay : TimeSpan.Zero);

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var (root, message) = (answer.Json ?? default, answer.MessageOf("error", "message"));
        return root.Member("status").Text() switch
        {
            "NOT_AUTHORIZED" => answer.Fail(
                FeedResult.PlanTooSmall, $"{answer.SourceId} does not allow this with the key's plan: {message}."),
            "NOT_FOUND" => answer.UnknownSymbol(message),
            var stated when answer.Status == 200 && (stated == "ERROR" || root.Member("error").Text() is { Length: > 0 })
                => answer.Fail(FeedResult.Malformed, $"{answer.SourceId} refused the request: {message}."),
            _ when answer.Status != 200 => answer.OfStatus(message),
            _ when root.ValueKind != JsonValueKind.Object => answer.Malformed("is no JSON object"),
            _ => null,
        };
    }
}
