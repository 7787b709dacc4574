using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.Http;

/// <summary>Words the failures of one vendor. What a status means at most vendors is here; what one means by it otherwise, it judges first.</summary>
/// <param name="KeyVariables">The variables to check where the key is rejected, in words; empty where the vendor needs no key.</param>
/// <param name="Secrets">What no error may show.</param>
internal sealed record VendorFailures(string SourceId, string KeyVariables, params ImmutableArray<string> Secrets)
{
    /// <summary>What a reply's headers say is spent in the shortest window.</summary>
    public Func<VendorExchange, int?> UsedUnits { get; init; } = _ => null;

    /// <summary>When a refused caller may ask again, where there is no Retry-After.</summary>
    public Func<VendorExchange, DateTimeOffset?> ResetsAt { get; init; } = _ => null;

    /// <summary>For logs: shows no credential.</summary>
    public override string ToString() => $"VendorFailures({SourceId})";

    /// <summary>The failure that a status states; null where it states success.</summary>
    /// <param name="message">The vendor's own words, already clean.</param>
    public VendorReply<T>? OfStatus<T>(VendorExchange exchange, string message)
        where T : class
    {
        var status = (int)exchange.Status;
        return status switch
        {
            200 => null,
            429 => Fail<T>(exchange, FeedResult.RateLimited, $"{SourceId} limits this caller (HTTP 429)."),
            401 => Fail<T>(exchange, FeedResult.KeyRejected, $"{SourceId} rejects the key (HTTP 401); check {KeyVariables}."),
            403 => Fail<T>(exchange, FeedResult.PlanTooSmall, $"{SourceId} does not allow this with the key's plan (HTTP 403): {message}."),
            404 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{exchange.Host} has no such address (HTTP 404); check the address of {SourceId} in sources.yaml."),
            >= 500 => Fail<T>(exchange, FeedResult.Unavailable, $"{SourceId} failed on its side (HTTP {status})."),
            >= 300 and < 400 => Fail<T>(
                exchange, FeedResult.Unavailable,
                $"{SourceId} redirects from {exchange.Host} (HTTP {status}), which is not followed; check its address in sources.yaml."),
            _ => Fail<T>(exchange, FeedResult.Malformed, $"{SourceId} refused the request (HTTP {status}): {message}."),
        };
    }

    /// <summary>A symbol that the vendor does not know.</summary>
    public VendorReply<T> UnknownSymbol<T>(VendorExchange exchange, string symbol, string message)
        where T : class
        => Fail<T>(
            exchange, FeedResult.UnknownSymbol, $"{SourceId} does not know '{symbol}' ({message}); correct the symbol in assets_config.yaml.");

    /// <summary>A reply of the wrong form.</summary>
    /// <param name="fault">The end of the sentence "The reply of the source ...".</param>
    public VendorReply<T> Malformed<T>(VendorExchange exchange, string fault)
        where T : class
        => Fail<T>(exchange, FeedResult.Malformed, $"The reply of {SourceId} {fault}: '{Excerpt(exchange)}'.");

    /// <summary>A failure with what the headers say.</summary>
    /// <param name="retryAt">When to ask again, where the reply's text says so.</param>
    public VendorReply<T> Fail<T>(VendorExchange exchange, FeedResult result, string error, DateTimeOffset? retryAt = null)
        where T : class
        => VendorReplies.Fail<T>(
            result, error, UsedUnits(exchange),
            RetryAfter.Of(exchange) ?? retryAt ?? (result == FeedResult.RateLimited ? ResetsAt(exchange) : null));

    /// <summary>A value with what the headers say.</summary>
    public VendorReply<T> Ok<T>(VendorExchange exchange, T value)
        where T : class
        => VendorReplies.Ok(value, UsedUnits(exchange));

    /// <summary>Words of the vendor without secrets, as the middle of a sentence.</summary>
    public string Clean(string text) => Redactor.Clean(text, Secrets).TrimEnd('.');

    /// <summary>The start of the body.</summary>
    public string Excerpt(VendorExchange exchange) => Redactor.Excerpt(exchange.Body, Secrets);

    /// <summary>The first of some members of the body that is a text, clean; else the start of the body.</summary>
    public string MessageOf(VendorExchange exchange, params IEnumerable<string> members)
    {
        using var document = VendorParser.TryParse(exchange);
        var text = members.Select(name => document?.RootElement.Member(name).Text()).FirstOrDefault(text => text is { Length: > 0 });
        return text is null ? $"'{Excerpt(exchange)}'" : Clean(text);
    }
}
