using System.Text;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>What Glassnode's statuses mean. Its errors are text or, for a key that it rejects, a page of HTML.</summary>
internal static class GlassnodeErrors
{
    private const int MessageBytesMax = 400;

    /// <summary>Failures of this vendor. Its reset header counts seconds.</summary>
    public static VendorFailures For(string key) => new(GlassnodeVendor.Id, GlassnodeVendor.KeyVariable, key)
    {
        UsedUnits = exchange => exchange.SpentHeaders("x-rate-limit-limit", "x-rate-limit-remaining"),
        ResetsAt = exchange => RetryAfter.OfSeconds(exchange, exchange.NumberHeader("x-rate-limit-reset")),
    };

    /// <summary>The failure that a response states; null where it states none.</summary>
    public static VendorReply<T>? FailureOf<T>(VendorFailures failures, VendorExchange exchange, string symbol, string path)
        where T : class
    {
        var message = MessageOf(failures, exchange) ?? $"about {path}";
        return (int)exchange.Status == 400 && message.Contains("asset", StringComparison.OrdinalIgnoreCase)
            ? failures.UnknownSymbol<T>(exchange, symbol, message)
            : failures.OfStatus<T>(exchange, message);
    }

    /// <summary>The text; null for HTML, which says nothing that the status does not.</summary>
    private static string? MessageOf(VendorFailures failures, VendorExchange exchange)
    {
        var text = Encoding.UTF8.GetString(exchange.Body.AsSpan(0, Math.Min(exchange.Body.Length, MessageBytesMax))).Trim();
        return text.Length == 0 || text[0] == '<' ? null : failures.Clean(text);
    }
}
