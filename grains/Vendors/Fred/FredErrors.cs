using System.Text;
using System.Text.RegularExpressions;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Fred;

/// <summary>
/// What FRED's errors mean. Most are HTTP 400 and differ in their words: <c>{"error_code":400,"error_message":"..."}</c>, or as XML
/// <c>&lt;error code="400" message="..."/&gt;</c> where it did not get as far as reading the file type.
/// </summary>
internal static partial class FredErrors
{
    private const int MessageBytesMax = 1000;

    /// <summary>The failure that a response states; null where it states none.</summary>
    /// <param name="symbol">What was asked for by name.</param>
    public static VendorReply<T>? FailureOf<T>(VendorFailures failures, VendorExchange exchange, string symbol)
        where T : class
    {
        var message = MessageOf(exchange);
        bool Says(string part) => message?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
        var words = message is null ? $"'{failures.Excerpt(exchange)}'" : failures.Clean(message);
        return (int)exchange.Status switch
        {
            200 => message is null ? null : failures.Malformed<T>(exchange, "states an error"),
            400 when Says("api_key") => failures.Fail<T>(
                exchange, FeedResult.KeyRejected, $"{failures.SourceId} rejects the key (HTTP 400); check {failures.KeyVariables}."),
            400 when Says("series does not exist") || Says("series_id") => failures.UnknownSymbol<T>(exchange, symbol, words),
            _ => failures.OfStatus<T>(exchange, words),
        };
    }

    private static string? MessageOf(VendorExchange exchange)
    {
        using var document = VendorParser.TryParse(exchange);
        if (document is not null)
        {
            return document.RootElement.Member("error_message").Text();
        }

        var text = Encoding.UTF8.GetString(exchange.Body.AsSpan(0, Math.Min(exchange.Body.Length, MessageBytesMax)));
        return XmlMessage().Match(text) is { Success: true } match ? match.Groups["message"].Value : null;
    }

    [GeneratedRegex(
        "<error[^>]*\\smessage=\"(?<message>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex XmlMessage();
}
