using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>What X's statuses and problems mean. A problem has a title and a detail; some come beside data, with status 200.</summary>
internal static class TwitterErrors
{
    private const int PaymentRequired = 402;

    /// <summary>Words failures without the token.</summary>
    public static VendorFailures For(string token) => new(TwitterVendor.Id, TwitterVendor.TokenVariable, token)
    {
        ResetsAt = exchange => RetryAfter.OfEpochSeconds(exchange, exchange.NumberHeader("x-rate-limit-reset")),
    };

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(this VendorFailures failures, VendorExchange exchange)
        where T : class
    {
        var status = (int)exchange.Status;
        if (status == 200)
        {
            return null;
        }

        var message = failures.MessageOf(exchange, "detail", "title");
        return status == PaymentRequired
            ? failures.Fail<T>(
                exchange, FeedResult.PlanTooSmall,
                $"{failures.SourceId} asks for payment (HTTP 402): the prepaid credits are spent ({message}).")
            : failures.OfStatus<T>(exchange, message);
    }

    /// <summary>The first problem of a reply that came with status 200; null where it has none.</summary>
    public static string? ProblemIn(this VendorFailures failures, JsonElement root)
    {
        if (root.Member("errors") is not { ValueKind: JsonValueKind.Array } errors || errors.GetArrayLength() == 0)
        {
            return null;
        }

        var first = errors[0];
        return failures.Clean(first.Member("detail").Text() ?? first.Member("title").Text() ?? "no detail");
    }
}
