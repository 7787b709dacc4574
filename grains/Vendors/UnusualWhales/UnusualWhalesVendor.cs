using System.Collections.Immutable;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>Unusual Whales' options flow.</summary>
public static class UnusualWhalesVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "unusual_whales";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "UNUSUAL_WHALES_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IUnusualWhalesApi, UnusualWhalesAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.OptionsFlow, DatasetKind.Indicator, DatasetKind.Calendar, DatasetKind.Earnings],
            Indicators = WhaleIndicators.Known,
        },
        WhaleErrors.Terms);
}

/// <summary>What Unusual Whales' statuses and headers mean. 422 is a bad parameter or, in its text, a plan that is too small.</summary>
internal static class WhaleErrors
{
    private const int DaySeconds = 86_400;
    private const int MinuteSeconds = 60;
    private const long ResetMillisecondsMax = 60_000;

    /// <summary>The vendor's days end at 20:00 in New York.</summary>
    private static readonly TimeOnly DayEnds = new(20, 0);

    private static readonly ImmutableArray<string> GateWords = ["plan", "upgrade", "subscri", "premium", "tier"];

    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = UsedInMinute,
        StatedUses = UsesOf,
        ResetsAt = ResetsAt,
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = answer.MessageOf("error", "message", "msg", "reason");
        bool Says(string word) => message.Contains(word, StringComparison.OrdinalIgnoreCase);
        return answer.Status switch
        {
            422 when GateWords.Any(Says) => answer.Fail(
                FeedResult.PlanTooSmall, $"{answer.SourceId} does not allow this with the key's plan (HTTP 422): {message}."),
            404 or 422 when Says("ticker") || Says("symbol") => answer.UnknownSymbol(message),
            _ => answer.OfStatus(message),
        };
    }

    private static int? UsedInMinute(VendorExchange exchange) => exchange.CountHeader("x-uw-minute-req-counter");

    private static ImmutableArray<StatedUse> UsesOf(VendorExchange exchange)
    {
        ImmutableArray<(int Seconds, int? Used)> windows =
            [(MinuteSeconds, UsedInMinute(exchange)), (DaySeconds, exchange.CountHeader("x-uw-daily-req-count"))];
        return [.. windows.Where(window => window.Used is not null).Select(window => new StatedUse(window.Seconds, window.Used ?? 0))];
    }

    /// <summary>The end of the vendor's day where its quota is spent, else of the minute, whose header is in milliseconds.</summary>
    private static DateTimeOffset? ResetsAt(VendorExchange exchange)
    {
        if (exchange.NumberHeader("x-uw-daily-req-count") >= exchange.NumberHeader("x-uw-token-req-limit"))
        {
            var date = NewYorkTime.DateOf(exchange.StatedAt);
            var end = NewYorkTime.InstantOf(date, DayEnds);
            end = end > exchange.StatedAt ? end : NewYorkTime.InstantOf(date.AddDays(1), DayEnds);
            return RetryAfter.OfEpochSeconds(exchange, end.ToUnixTimeSeconds());
        }

        return exchange.NumberHeader("x-uw-req-per-minute-reset") is { } milliseconds
            ? exchange.ReceivedAt.AddMilliseconds(Math.Min(milliseconds, ResetMillisecondsMax)) : null;
    }
}
