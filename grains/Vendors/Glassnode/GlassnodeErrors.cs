using System.Text;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>What Glassnode's statuses mean. Its errors are text or, for a key that it rejects, a page of HTML.</summary>
internal static class GlassnodeErrors
{
    private const int MessageBytesMax = 400;

    /// <summary>The reset header counts seconds.</summary>
    public static readonly VendorTerms Terms = new()
    {
        UsedUnits = exchange => exchange.SpentHeaders("x-rate-limit-limit", "x-rate-limit-remaining"),
        ResetsAt = exchange => RetryAfter.OfSeconds(exchange, exchange.NumberHeader("x-rate-limit-reset")),
        FailureOf = FailureOf,
    };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = MessageOf(answer) ?? $"about {answer.Asked.What}";
        return answer.Status == 400 && message.Contains("asset", StringComparison.OrdinalIgnoreCase)
            ? answer.UnknownSymbol(message)
            : answer.OfStatus(message);
    }

    /// <summary>The text; null for HTML, which says nothing that the status does not.</summary>
    private static string? MessageOf(VendorAnswer answer)
    {
        var body = answer.Exchange.Body;
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MessageBytesMax))).Trim();
        return text.Length == 0 || text[0] == '<' ? null : answer.Clean(text);
    }
}
