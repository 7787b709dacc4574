using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>
/// What Alpha Vantage's texts mean: errors come with status 200 as <c>Error Message</c>, <c>Note</c> or <c>Information</c>. The text of a
/// burst names the daily limit and premium endpoints too, and some texts hold the caller's key.
/// </summary>
internal static class AlphaVantageErrors
{
    private const string Source = AlphaVantageVendor.Id;
    private static readonly string[] Members = ["Error Message", "Note", "Information"];
    private static readonly TimeSpan BurstPause = TimeSpan.FromSeconds(2);

    /// <summary>Words failures without the key.</summary>
    public static VendorFailures For(string key) => new(Source, AlphaVantageVendor.KeyVariable, key);

    /// <summary>Reads a JSON reply that holds data; else its failure.</summary>
    public static VendorReply<T> Read<T>(
        this VendorFailures failures, VendorExchange exchange, string symbol, Func<JsonElement, VendorReply<T>> read)
        where T : class
    {
        if (failures.OfStatus<T>(exchange, failures.MessageOf(exchange, Members)) is { } refused)
        {
            return refused;
        }

        using var document = VendorParser.TryParse(exchange);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            return failures.Malformed<T>(exchange, "is no JSON object");
        }

        var text = Members.Select(member => root.Member(member).Text()).FirstOrDefault(text => text is { Length: > 0 });
        return text is null ? read(root) : FailureOf<T>(failures, exchange, symbol, text);
    }

    private static VendorReply<T> FailureOf<T>(VendorFailures failures, VendorExchange exchange, string symbol, string text)
        where T : class
    {
        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
        var message = failures.Clean(text);
        return text switch
        {
            _ when Says("apikey is invalid") || Says("demo") && Says("api key") => failures.Fail<T>(
                exchange, FeedResult.KeyRejected, $"{Source} rejects the key; check {AlphaVantageVendor.KeyVariable}."),
            _ when Says("sparingly") || Says("per second") => failures.Fail<T>(
                exchange, FeedResult.RateLimited, $"{Source} was asked more than once in a second.", exchange.ReceivedAt + BurstPause),
            _ when Says("call frequency") || Says("per minute")
                => failures.Fail<T>(exchange, FeedResult.RateLimited, $"{Source} limits this key for a minute.", exchange.ReceivedAt.AddMinutes(1)),
            _ when Says("per day") => failures.Fail<T>(
                exchange, FeedResult.RateLimited, $"{Source} has answered this key as often as its plan allows in a day.", NextDay(exchange)),
            _ when Says("premium") => failures.Fail<T>(
                exchange, FeedResult.PlanTooSmall, $"{Source} gives this to premium plans only: {message}."),
            _ when Says("Invalid API call") => failures.UnknownSymbol<T>(exchange, symbol, message),
            _ => failures.Fail<T>(exchange, FeedResult.Malformed, $"{Source} refused the request: {message}."),
        };
    }

    /// <summary>The next midnight in New York, on whose days the vendor's other times are.</summary>
    private static DateTimeOffset NextDay(VendorExchange exchange)
        => exchange.ReceivedAt + (NewYorkTime.MidnightOf(NewYorkTime.DateOf(exchange.StatedAt).AddDays(1)) - exchange.StatedAt);
}
