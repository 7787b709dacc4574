using System.Text;
using System.Text.RegularExpressions;
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

    public static readonly VendorTerms Terms = new() { FailureOf = FailureOf };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = MessageOf(answer);
        bool Says(string part) => message?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
        var words = message is null ? $"'{answer.Excerpt}'" : answer.Clean(message);
        return answer.Status switch
        {
            200 => message is null ? null : answer.Malformed("states an error"),
            400 when Says("api_key") => answer.KeyRejected(" (HTTP 400)"),
            400 when Says("series does not exist") || Says("series_id") => answer.UnknownSymbol(words),
            _ => answer.OfStatus(words),
        };
    }

    private static string? MessageOf(VendorAnswer answer)
    {
        if (answer.Json is { } root)
        {
            return root.Member("error_message").Text();
        }

        var body = answer.Exchange.Body;
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MessageBytesMax)));
        return XmlMessage().Match(text) is { Success: true } match ? match.Groups["message"].Value : null;
    }

    [GeneratedRegex(
        "<error[^>]*\\smessage=\"(?<message>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex XmlMessage();
}
