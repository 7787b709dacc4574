using System.Collections.Immutable;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.UnusualWhales;

/// <summary>What Unusual Whales' statuses and headers mean. 422 is a bad parameter or, in its text, a plan that is too small.</summary>
internal static class WhaleErrors
{
    private const string Source = UnusualWhalesVendor.Id;
    private const int DaySeconds = 86_400;
    private const int MinuteSeconds = 60;
    private const long ResetMillisecondsMax = 60_000;

    /// <summary>The vendor's days end at 20:00 in New York.</summary>
    private static readonly TimeOnly DayEnds = new(20, 0);

    private static readonly ImmutableArray<string> GateWords = ["plan", "upgrade", "subscri", "premium", "tier"];

    /// <summary>Words failures without the token.</summary>
    public static VendorFailures For(string token) => new(Source, UnusualWhalesVendor.KeyVariable, token) { UsedUnits = UsedInMinute, ResetsAt = ResetsAt };

    /// <summary>Reads the <c>data</c> of a reply that states success; else its failure.</summary>
    public static VendorReply<T> Read<T>(
        this VendorFailures failures, VendorExchange exchange, string symbol, Func<JsonElement, VendorReply<T>> read)
        where T : class
        => (FailureOf<T>(failures, exchange, symbol) ?? ReadData(failures, exchange, read)) with { StatedUses = UsesOf(exchange) };

    private static VendorReply<T>? FailureOf<T>(VendorFailures failures, VendorExchange exchange, string symbol)
        where T : class
    {
        var status = (int)exchange.Status;
        if (status == 200)
        {
            return null;
        }

        var message = failures.MessageOf(exchange, "error", "message", "msg", "reason");
        return status switch
        {
            422 when GateWords.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase)) => failures.Fail<T>(
                exchange, FeedResult.PlanTooSmall, $"{Source} does not allow this with the key's plan (HTTP 422): {message}."),
            404 or 422 when message.Contains("ticker", StringComparison.OrdinalIgnoreCase)
                || message.Contains("symbol", StringComparison.OrdinalIgnoreCase) => failures.UnknownSymbol<T>(exchange, symbol, message),
            _ => failures.OfStatus<T>(exchange, message),
        };
    }

    private static VendorReply<T> ReadData<T>(VendorFailures failures, VendorExchange exchange, Func<JsonElement, VendorReply<T>> read)
        where T : class
    {
        using var document = VendorParser.TryParse(exchange);
        return document?.RootElement.Member("data") is { } data
            ? read(data) : failures.Malformed<T>(exchange, document is null ? "is no JSON" : "has no data");
    }

    private static int? UsedInMinute(VendorExchange exchange)
        => exchange.NumberHeader("x-uw-minute-req-counter") is { } used and <= int.MaxValue ? (int)used : null;

    private static ImmutableArray<StatedUse> UsesOf(VendorExchange exchange)
    {
        var uses = ImmutableArray.CreateBuilder<StatedUse>();
        if (UsedInMinute(exchange) is { } minute)
        {
            uses.Add(new StatedUse(MinuteSeconds, minute));
        }

        if (exchange.NumberHeader("x-uw-daily-req-count") is { } day and <= int.MaxValue)
        {
            uses.Add(new StatedUse(DaySeconds, (int)day));
        }

        return uses.DrainToImmutable();
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
