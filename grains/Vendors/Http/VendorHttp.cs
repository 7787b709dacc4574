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
