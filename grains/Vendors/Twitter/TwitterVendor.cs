using System.Text.Json;

namespace OrleansAssets.Vendors.Twitter;

/// <summary>X, once Twitter.</summary>
public static class TwitterVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "twitter";

    /// <summary>Variable of the application's token.</summary>
    internal const string TokenVariable = "TWITTER_BEARER_TOKEN";

    internal static Vendor Entry { get; } = Vendor.Of<ITwitterApi, TwitterAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [TokenVariable],
            Datasets = [DatasetKind.Sentiment, DatasetKind.Posts],
        },
        TwitterErrors.Terms);
}

/// <summary>What X's statuses and problems mean. A problem has a title and a detail; some come beside data, with status 200.</summary>
internal static class TwitterErrors
{
    private const int PaymentRequired = 402;

    public static readonly VendorTerms Terms = new()
    {
        ResetsAt = exchange => RetryAfter.OfEpochSeconds(exchange, exchange.NumberHeader("x-rate-limit-reset")),
        FailureOf = FailureOf,
    };

    /// <summary>The first problem of a reply that came with status 200; null where it has none.</summary>
    public static string? ProblemIn(VendorAnswer answer, JsonElement root)
    {
        if (root.Member("errors") is not { ValueKind: JsonValueKind.Array } errors || errors.GetArrayLength() == 0)
        {
            return null;
        }

        var first = errors[0];
        return answer.Clean(first.Member("detail").Text() ?? first.Member("title").Text() ?? "no detail");
    }

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = answer.MessageOf("detail", "title");
        return answer.Status == PaymentRequired
            ? answer.Fail(
                FeedResult.PlanTooSmall,
                $"{answer.SourceId} asks for payment (HTTP 402): the prepaid credits are spent ({message}).")
            : answer.OfStatus(message);
    }
}
