using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Refit;

namespace OrleansAssets.Vendors.Http;

/// <summary>
/// The one way to a vendor: one attempt, with a size limit. A response with any status is a value, for the vendor's adapter to judge.
/// Nothing is tried again here, and how long it may take is the caller's: each call spends budget and time, and only the data source knows
/// what is left of them.
/// </summary>
internal sealed class VendorHttp(VendorHttpOptions options, TimeProvider clock)
{
    /// <summary>Makes a request and reads its response whole.</summary>
    /// <param name="sourceId">Who is asked, for errors.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<VendorReply<VendorExchange>> SendAsync(
        string sourceId, Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await send(cancellationToken);
            return await ReadAsync(sourceId, response, cancellationToken);
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new VendorFailure(FeedResult.Unavailable, $"{sourceId} could not be reached: {Redactor.Clean(cause.Message)}.");
        }
    }

    /// <summary>The failure of the transport in an exception; null where it is none. Refit wraps it while sending, not while
    /// reading.</summary>
    private static Exception? Cause(Exception exception) => (exception as ApiRequestException)?.InnerException ?? exception switch
    {
        HttpRequestException or IOException or OperationCanceledException => exception,
        _ => null,
    };

    private async Task<VendorReply<VendorExchange>> ReadAsync(
        string sourceId, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response.Content, cancellationToken);
        return body is null
            ? new VendorFailure(
                FeedResult.Malformed,
                $"{sourceId} answered with more than {options.ResponseBytesMax} bytes, which is more than any of its replies needs.")
            : VendorReplies.Ok(
                new VendorExchange(
                    response.RequestMessage?.RequestUri?.Host ?? sourceId, response.StatusCode, response.Headers,
                    response.Content.Headers.ContentType?.MediaType, body, clock.GetUtcNow()));
    }

    /// <summary>The body, null where it is too long; the stated length is checked first, the real one as it comes.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.ResponseBytesMax)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + count > options.ResponseBytesMax)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }}

/// <summary>Bounds of every vendor call.</summary>
internal sealed record VendorHttpOptions
{
    /// <summary>Longest body, after decompression. A full page of any vendor is under 2 MiB.</summary>
    public int ResponseBytesMax { get; init; } = 8 * 1024 * 1024;
}

/// <summary>A response that was received whole, whatever its status.</summary>
/// <param name="Host">Who answered; the only part of the address that errors may show.</param>
/// <param name="ReceivedAt">Our clock when the last byte came.</param>
internal sealed record VendorExchange(
    string Host, HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, byte[] Body, DateTimeOffset ReceivedAt)
{
    /// <summary>Our clock may be ahead of a vendor that does not state its own.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(10);

    /// <summary>The vendor's clock: its Date header, else ours less a margin, so that no open bar is taken for a closed one.</summary>
    public DateTimeOffset ServerTime => Headers.Date?.ToUniversalTime() ?? ReceivedAt - ClockMargin;

    /// <summary>When the reply was made: its Date header, else our clock.</summary>
    public DateTimeOffset StatedAt => Headers.Date?.ToUniversalTime() ?? ReceivedAt;

    /// <summary>Whether the body claims to be JSON.</summary>
    public bool IsJson => MediaType is not null
        && (MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>A header that holds a number; null where it is absent or holds something else.</summary>
    public long? NumberHeader(string name)
        => Headers.TryGetValues(name, out var values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A header that holds a count.</summary>
    public int? CountHeader(string name) => NumberHeader(name) is { } count and <= int.MaxValue ? (int)count : null;

    /// <summary>What is spent, where one header states the limit and another what remains of it.</summary>
    public int? SpentHeaders(string limitName, string remainingName)
        => NumberHeader(limitName) is { } limit and <= int.MaxValue && NumberHeader(remainingName) is { } remaining && remaining <= limit
            ? (int)(limit - remaining) : null;
}

/// <summary>Reads when a vendor wants to hear from us again.</summary>
internal static class RetryAfter
{
    /// <summary>A longer wait is taken for an error of the vendor; the longest documented ban is 3 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>
    /// The Retry-After header, as seconds or as a date. A date is measured on the vendor's clock and carried over to ours, so that a
    /// difference of the clocks neither shortens nor prolongs the wait.
    /// </summary>
    public static DateTimeOffset? Of(VendorExchange exchange) => exchange.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Bounded(exchange, delta),
        { Date: { } date } => Bounded(exchange, date - exchange.StatedAt),
        _ => null,
    };

    /// <summary>An instant in epoch seconds, as rate-limit headers state it.</summary>
    public static DateTimeOffset? OfEpochSeconds(VendorExchange exchange, long? epochSeconds)
        => epochSeconds is { } seconds and > 0 and < 253_402_300_800
            ? Bounded(exchange, DateTimeOffset.FromUnixTimeSeconds(seconds) - exchange.StatedAt)
            : null;

    /// <summary>A wait in seconds, as other rate-limit headers and some texts state it.</summary>
    public static DateTimeOffset? OfSeconds(VendorExchange exchange, long? waitSeconds)
        => waitSeconds is { } seconds and >= 0
            ? Bounded(exchange, TimeSpan.FromSeconds(Math.Min(seconds, (long)Longest.TotalSeconds))) : null;

    private static DateTimeOffset Bounded(VendorExchange exchange, TimeSpan wait)
        => exchange.ReceivedAt + TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, Longest.Ticks));
}
