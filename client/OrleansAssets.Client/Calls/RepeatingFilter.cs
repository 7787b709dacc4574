using Orleans;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace OrleansAssets.Client.Calls;

/// <summary>
/// Repeats calls that failed on their way until a deadline, where a repetition does no harm, and tells what failed for good as
/// <see cref="AssetsUnavailableException"/>. What a grain answers, its exceptions included, passes as it is.
/// </summary>
internal sealed class RepeatingFilter : IOutgoingGrainCallFilter
{
    private const double FirstPauseMs = 100;
    private const double PauseMaxMs = 1_000;
    private static readonly ResiliencePropertyKey<GrainCall> CallKey = new("call");

    private readonly Connections _connections;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _reconnectLimit;
    private readonly UnavailableText _words;
    private readonly ResiliencePipeline _pipeline;

    public RepeatingFilter(OrleansAssetsClientOptions options, Connections connections, TimeProvider clock)
    {
        (_connections, _clock) = (connections, clock);
        _reconnectLimit = TimeSpan.FromSeconds(options.ReconnectSeconds);
        _words = new UnavailableText(options);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(options.CallDeadlineSeconds) })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(ShouldRepeat(CallOf(attempt.Context), attempt.Outcome.Exception)),
                MaxRetryAttempts = int.MaxValue, // the deadline ends it
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(FirstPauseMs),
                MaxDelay = TimeSpan.FromMilliseconds(PauseMaxMs),
            })
            .Build();
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var kind = GrainCall.IsAttempt ? CallKind.Foreign : CallKinds.Of(context.InterfaceMethod);
        if (kind == CallKind.Foreign)
        {
            await context.Invoke();
            return;
        }

        var call = new GrainCall(context, kind, _connections, _clock);
        var cancellation = context.Request.GetCancellationToken();
        var resilience = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellation);
        resilience.Properties.Set(CallKey, call);
        try
        {
            await _pipeline.ExecuteAsync(static attempt => CallOf(attempt).AttemptAsync(attempt.CancellationToken), resilience);
        }
        catch (Exception exception) when (exception is TimeoutRejectedException || Transport.Failed(exception))
        {
            throw _words.Of(call, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    private static GrainCall CallOf(ResilienceContext context) =>
        context.Properties.TryGetValue(CallKey, out var call) ? call : throw new InvalidOperationException(
            "A call runs without its context.");

    private bool ShouldRepeat(GrainCall call, Exception? failure) =>
        call.IsRepeatable && Transport.Failed(failure) && (!call.IsUnreachable || call.Unreachable < _reconnectLimit);
}
