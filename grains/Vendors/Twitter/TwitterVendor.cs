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
    private const int TooManyRequests = 429;

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
        return IsCapExceeded(answer)
            ? answer.Fail(
                FeedResult.RateLimited, $"{answer.SourceId} has given all the posts that its plan allows this month ({message}).",
                NextMonth(answer.Exchange.ReceivedAt))
            : answer.Status == PaymentRequired
            ? answer.Fail(
                FeedResult.PlanTooSmall,
                $"{answer.SourceId} asks for payment (HTTP 402): the prepaid credits are spent ({message}).")
            : answer.OfStatus(message);
    }

    /// <summary>
    /// The cap on posts of a month comes with status 429 too, but asking again after minutes is no use. The end of the billing month is not
    /// told: the calendar's is taken, and a wait is believed for days at most, so that it is asked before.
    /// </summary>
    private static bool IsCapExceeded(VendorAnswer answer) => answer.Status == TooManyRequests
        && (answer.Json?.Member("title").Text() == "UsageCapExceeded"
            || answer.Json?.Member("type").Text()?.EndsWith("/usage-capped", StringComparison.Ordinal) == true);

    private static DateTimeOffset NextMonth(DateTimeOffset now)
        => new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
}
