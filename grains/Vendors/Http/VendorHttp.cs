using OrleansAssets.DataSources;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Refit;

namespace OrleansAssets.Grains.Vendors.Http;

/// <summary>
/// The one way to a vendor: timeout, size limit, bounded retry of what is transient. A response with any status is a value, for the
/// vendor's adapter to judge; 429 and 418 are never retried here, as only the data source knows the budget.
/// </summary>
internal sealed class VendorHttp
{
    private readonly VendorHttpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<VendorReply<VendorExchange>> _pipeline;

    /// <param name="jitter">Random numbers in [0, 1).</param>
    public VendorHttp(VendorHttpOptions options, TimeProvider clock, Func<double> jitter)
    {
        _options = options;
        _clock = clock;
        _pipeline = BuildPipeline(options, clock, jitter);
    }

    /// <summary>Makes a request and reads its response whole.</summary>
    /// <param name="sourceId">Who is asked, for errors.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<VendorReply<VendorExchange>> SendAsync(
        string sourceId, Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (call, token) => await call.Self.AttemptAsync(call.SourceId, call.Send, token),
                (Self: this, SourceId: sourceId, Send: send),
                cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return NoReply(sourceId, $"gave no answer within {_options.CallTimeout.TotalSeconds:0.#} s");
        }
    }

    private static ResiliencePipeline<VendorReply<VendorExchange>> BuildPipeline(
        VendorHttpOptions options, TimeProvider clock, Func<double> jitter)
    {
        var builder = new ResiliencePipelineBuilder<VendorReply<VendorExchange>> { TimeProvider = clock };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.CallTimeout });
        if (options.RetriesMax > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<VendorReply<VendorExchange>>
            {
                MaxRetryAttempts = options.RetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = jitter,
                ShouldHandle = static outcome => ValueTask.FromResult(IsTransient(outcome.Outcome.Result)),
            });
        }

        return builder.Build();
    }

    private static bool IsTransient(VendorReply<VendorExchange>? reply)
        => reply is { Result: FeedResult.Unavailable } or { Value.IsTransient: true };

    private async Task<VendorReply<VendorExchange>> AttemptAsync(
        string sourceId, Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await send(either.Token);
            return await ReadAsync(sourceId, response, either.Token);
        }
        catch (Exception exception) when (Cause(exception) is { } cause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return NoReply(sourceId, timeout.IsCancellationRequested
                ? $"gave no answer within {_options.AttemptTimeout.TotalSeconds:0.#} s"
                : $"could not be reached: {Redactor.Clean(cause.Message)}");
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
            ? VendorReplies.Fail<VendorExchange>(
                FeedResult.Malformed,
                $"{sourceId} answered with more than {_options.ResponseBytesMax} bytes, which is more than any of its replies needs.")
            : VendorReplies.Ok(
                new VendorExchange(
                    response.RequestMessage?.RequestUri?.Host ?? sourceId, response.StatusCode, response.Headers,
                    response.Content.Headers.ContentType?.MediaType, body, _clock.GetUtcNow()),
                usedUnits: null);
    }

    /// <summary>The body, null where it is too long; the stated length is checked first, the real one as it comes.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > _options.ResponseBytesMax)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + count > _options.ResponseBytesMax)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private static VendorReply<VendorExchange> NoReply(string sourceId, string what)
        => VendorReplies.Fail<VendorExchange>(FeedResult.Unavailable, $"{sourceId} {what}.");
}
