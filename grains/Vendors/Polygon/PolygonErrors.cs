using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Polygon;

/// <summary>
/// What Polygon's replies mean. Each has a <c>status</c>: OK, DELAYED (the plan is 15 minutes late) and names of paid feeds come with
/// good data; ERROR, NOT_AUTHORIZED and NOT_FOUND with <c>error</c> or <c>message</c>, mostly but not always beside an HTTP error.
/// An <c>error</c> beside any other status is none the less one: taken as an empty page, rows would be missing and nobody told.
/// </summary>
internal static class PolygonErrors
{
    private const string NotAuthorized = "NOT_AUTHORIZED";
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(15);

    /// <summary>Words failures without the key.</summary>
    public static VendorFailures For(string key) => new(PolygonVendor.Id, PolygonVendor.KeyVariable, key);

    /// <summary>Reads a reply that states success; else its failure.</summary>
    public static VendorReply<T> Read<T>(
        this VendorFailures failures, VendorExchange exchange, string symbol, Func<JsonElement, VendorReply<T>> read)
        where T : class
    {
        using var document = VendorParser.TryParse(exchange);
        var root = document?.RootElement ?? default;
        return root.Member("status").Text() switch
        {
            NotAuthorized => failures.Fail<T>(
                exchange, FeedResult.PlanTooSmall,
                $"{PolygonVendor.Id} does not allow this with the key's plan: {MessageOf(failures, exchange)}."),
            "NOT_FOUND" => failures.UnknownSymbol<T>(exchange, symbol, MessageOf(failures, exchange)),
            var stated when (int)exchange.Status == 200 && (stated == "ERROR" || root.Member("error").Text() is { Length: > 0 }) => failures.Fail<T>(
                exchange, FeedResult.Malformed, $"{PolygonVendor.Id} refused the request: {MessageOf(failures, exchange)}."),
            _ when (int)exchange.Status != 200 => failures.OfStatus<T>(exchange, MessageOf(failures, exchange))!, // Not null except at 200.
            _ when root.ValueKind != JsonValueKind.Object => failures.Malformed<T>(exchange, "is no JSON object"),
            _ => read(root),
        };
    }

    /// <summary>Up to when the reply's data is complete: on a delayed plan a bar that has ended may still lack trades.</summary>
    public static DateTimeOffset CompleteUntil(VendorExchange exchange, JsonElement root)
        => exchange.ServerTime - (root.Member("status").Text() == "DELAYED" ? Delay : TimeSpan.Zero);

    private static string MessageOf(VendorFailures failures, VendorExchange exchange) => failures.MessageOf(exchange, "error", "message");
}
