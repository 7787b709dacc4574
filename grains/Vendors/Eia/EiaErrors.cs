using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Eia;

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
