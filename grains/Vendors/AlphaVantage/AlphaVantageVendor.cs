using System.Text.Json;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Vendors.AlphaVantage;

/// <summary>Alpha Vantage.</summary>
public static class AlphaVantageVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "alpha_vantage";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "ALPHA_VANTAGE_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IAlphaVantageApi, AlphaVantageAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Candles, DatasetKind.Quotes, DatasetKind.Earnings],
            HasRawPrices = true,
        },
        AlphaVantageErrors.Terms);
}

/// <summary>
/// What Alpha Vantage's texts mean: errors come with status 200 as <c>Error Message</c>, <c>Note</c> or <c>Information</c>. The text of a
/// burst names the daily limit and premium endpoints too, and some texts hold the caller's key.
/// </summary>
internal static class AlphaVantageErrors
{
    private const string Source = AlphaVantageVendor.Id;
    private static readonly string[] Members = ["Error Message", "Note", "Information"];
    private static readonly TimeSpan BurstPause = TimeSpan.FromSeconds(2);

    /// <summary>A body that opens with a brace is JSON: an error has no other form where a table was asked for.</summary>
    public static readonly VendorTerms Terms = new()
    {
        IsJson = exchange => exchange.IsJson || exchange.Body.AsSpan().TrimStart(" \r\n"u8).StartsWith("{"u8),
        FailureOf = answer => answer.OfStatus(answer.MessageOf(Members)),
    };

    /// <summary>The failure that stands in a reply with status 200; null where data does.</summary>
    public static VendorFailure? FailureIn(VendorAnswer answer, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return answer.Malformed("is no JSON object");
        }

        var text = Members.Select(member => root.Member(member).Text()).FirstOrDefault(text => text is { Length: > 0 });
        return text is null ? null : FailureOf(answer, text);
    }

    private static VendorFailure FailureOf(VendorAnswer answer, string text)
    {
        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
        var (message, now) = (answer.Clean(text), answer.Exchange.ReceivedAt);
        return text switch
        {
            _ when Says("apikey is invalid") || Says("demo") && Says("api key") => answer.KeyRejected(string.Empty),
            _ when Says("sparingly") || Says("per second") => answer.Fail(
                FeedResult.RateLimited, $"{Source} was asked more than once in a second.", now + BurstPause),
            _ when Says("call frequency") || Says("per minute") => answer.Fail(
                FeedResult.RateLimited, $"{Source} limits this key for a minute.", now.AddMinutes(1)),
            _ when Says("per day") => answer.Fail(
                FeedResult.RateLimited, $"{Source} has answered this key as often as its plan allows in a day.", NextDay(answer.Exchange)),
            _ when Says("premium") => answer.Fail(FeedResult.PlanTooSmall, $"{Source} gives this to premium plans only: {message}."),
            _ when Says("Invalid API call") => answer.UnknownSymbol(message),
            _ => answer.Fail(FeedResult.Malformed, $"{Source} refused the request: {message}."),
        };
    }

    /// <summary>The next midnight in New York, on whose days the vendor's other times are.</summary>
    private static DateTimeOffset NextDay(VendorExchange exchange)
        => exchange.ReceivedAt + (NewYorkTime.MidnightOf(NewYorkTime.DateOf(exchange.StatedAt).AddDays(1)) - exchange.StatedAt);
}
