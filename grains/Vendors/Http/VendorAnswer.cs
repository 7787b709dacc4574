using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansAssets.Vendors.Http;

/// <summary>What is asked for, for errors.</summary>
/// <param name="Symbol">The asset at the vendor.</param>
/// <param name="What">The vendor's word for what is asked of it.</param>
internal sealed record Asked(string Symbol, string What = "")
{
    public static implicit operator Asked(string symbol) => new(symbol);
}

/// <summary>
/// A vendor's reply to one question, from which a value is made or a failure. What a status means at most vendors is here; what one means
/// by it otherwise, its terms judge first.
/// </summary>
internal sealed class VendorAnswer(VendorDescriptor vendor, VendorTerms terms, VendorExchange exchange, Asked asked, VendorKeys keys)
    : IDisposable
{
    private readonly JsonDocument? _document = terms.IsJson(exchange) ? VendorParser.TryParse(exchange.Body) : null;

    public VendorExchange Exchange => exchange;

    public string SourceId => vendor.SourceId;

    public Asked Asked => asked;

    /// <summary>Of HTTP.</summary>
    public int Status => (int)exchange.Status;

    /// <summary>The body; null where it is no JSON.</summary>
    public JsonElement? Json => _document?.RootElement;

    public DateTimeOffset ServerTime => exchange.ServerTime;

    public DateTimeOffset StatedAt => exchange.StatedAt;

    /// <summary>A value with what the headers say.</summary>
    public VendorReply<T> Ok<T>(T value)
        where T : class => VendorReplies.Ok(value, terms.UsedUnits(exchange));

    /// <summary>What was read, as a value or as a failure.</summary>
    public VendorReply<TValue> Ok<T, TValue>(Result<T> read, Func<T, TValue> value)
        where TValue : class => read.Fault is { } fault
            ? Malformed(fault)
            : Ok(value(read.Value!)) with { LeftOut = read.LeftOut }; // There is no fault.

    /// <summary>What was read, as a page.</summary>
    public VendorReply<DataPage<T>> Page<T>(Result<ImmutableArray<T>> rows, DateTimeOffset? continueFrom = null)
        => Ok(rows, read => new DataPage<T>(read, continueFrom)) with { NextPage = rows.Fault is null ? null : continueFrom };

    /// <summary>A failure with what the headers say.</summary>
    /// <param name="retryAt">When to ask again, where the reply's text says so.</param>
    public VendorFailure Fail(FeedResult result, string error, DateTimeOffset? retryAt = null) => new(
        result, error, terms.UsedUnits(exchange),
        RetryAfter.Of(exchange) ?? retryAt ?? (result == FeedResult.RateLimited ? terms.ResetsAt(exchange) : null));

    /// <summary>A reply of the wrong form.</summary>
    /// <param name="fault">The end of the sentence "The reply of the source ...".</param>
    public VendorFailure Malformed(string fault) => Fail(FeedResult.Malformed, $"The reply of {SourceId} {fault}: '{Excerpt}'.");

    /// <summary>A symbol that the vendor does not know.</summary>
    public VendorFailure UnknownSymbol(string message) => Fail(
        FeedResult.UnknownSymbol, $"{SourceId} does not know '{asked.Symbol}' ({message}); correct the symbol in assets_config.yaml.");

    /// <summary>A key that the vendor does not take.</summary>
    /// <param name="how">Behind the word "key", e.g. the vendor's words in brackets.</param>
    public VendorFailure KeyRejected(string how, DateTimeOffset? retryAt = null) => Fail(
        FeedResult.KeyRejected, $"{SourceId} rejects the key{how}; check {string.Join(" and ", vendor.KeyVariables)}.", retryAt);

    /// <summary>Whether a page for people stands where a vendor would say what is wrong: a gateway before it has answered.</summary>
    private bool IsOfAGateway => exchange.Body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>The failure that a status states; null where it states success.</summary>
    /// <param name="message">The vendor's own words, already clean.</param>
    public VendorFailure? OfStatus(string message) => Status switch
    {
        200 => null,
        429 => Fail(FeedResult.RateLimited, $"{SourceId} limits this caller (HTTP 429)."),
        401 => KeyRejected(" (HTTP 401)"),
        403 when IsOfAGateway => Fail(
            FeedResult.Unavailable, $"{exchange.Host} refuses this caller (HTTP 403), and not in {SourceId}'s own words: {message}."),
        403 => Fail(FeedResult.PlanTooSmall, $"{SourceId} does not allow this with the key's plan (HTTP 403): {message}."),
        404 => Fail(
            FeedResult.Unavailable, $"{exchange.Host} has no such address (HTTP 404); check the address of {SourceId} in sources.yaml."),
        >= 500 => Fail(FeedResult.Unavailable, $"{SourceId} failed on its side (HTTP {Status})."),
        >= 300 and < 400 => Fail(
            FeedResult.Unavailable,
            $"{SourceId} redirects from {exchange.Host} (HTTP {Status}), which is not followed; check its address in sources.yaml."),
        _ => Fail(FeedResult.Malformed, $"{SourceId} refused the request (HTTP {Status}): {message}."),
    };

    /// <summary>The start of the body, without secrets.</summary>
    public string Excerpt => Redactor.Excerpt(exchange.Body, keys.Secrets);

    /// <summary>Words of the vendor without secrets, as the middle of a sentence.</summary>
    public string Clean(string text) => Redactor.Clean(text, keys.Secrets).TrimEnd('.');

    /// <summary>The first of some members of the body that is a text, clean; else the start of the body.</summary>
    public string MessageOf(params IEnumerable<string> members)
    {
        var text = members.Select(name => Json?.Member(name).Text()).FirstOrDefault(text => text is { Length: > 0 });
        return text is null ? $"'{Excerpt}'" : Clean(text);
    }

    public void Dispose() => _document?.Dispose();
}

/// <summary>What one vendor means by its headers and statuses; what stands here holds for most.</summary>
internal sealed record VendorTerms
{
    /// <summary>What a reply's headers say is spent in the shortest window.</summary>
    public Func<VendorExchange, int?> UsedUnits { get; init; } = _ => null;

    /// <summary>What they say is spent in any window.</summary>
    public Func<VendorExchange, ImmutableArray<StatedUse>> StatedUses { get; init; } = _ => [];

    /// <summary>When a refused caller may ask again, where there is no Retry-After.</summary>
    public Func<VendorExchange, DateTimeOffset?> ResetsAt { get; init; } = _ => null;

    /// <summary>Whether a body is JSON.</summary>
    public Func<VendorExchange, bool> IsJson { get; init; } = exchange => exchange.IsJson;

    /// <summary>The failure that a reply states; null where it states none.</summary>
    public Func<VendorAnswer, VendorFailure?> FailureOf { get; init; } = answer => answer.OfStatus(answer.MessageOf());
}
