using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Silo.Failures;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Identity;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Has a silo look at the token of a web process, each second: nobody is let in before one has taken it, as nobody could be known, nor
/// while none takes it any more. Asking is also what connects the process to a silo again.
/// </summary>
internal sealed partial class DoorWatch(
    IGrainFactory grains,
    Token token,
    WebProcessOptions options,
    WebReadiness readiness,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<DoorWatch> logger) : RecurringService(Every, clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>It is looked at from memory: a silo that takes longer stands still.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await lifetime.StartedAsync(cancellationToken); // no grain can be called before
        await TryAsync(RoundAsync, cancellationToken);
    }

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var refusal = await RefusalAsync(cancellationToken);
        if (refusal is null && readiness.Done())
        {
            LogReady(options.Side.WebPort, options.Place);
        }
        else if (refusal is not null && !readiness.IsLost)
        {
            readiness.WaitFor($"a silo that takes the token {token.Id}: {refusal}");
        }
    }

    protected override void Tell(string reason, double seconds) => LogFailed(reason, seconds);

    /// <summary>Whatever the answer was, it is no token that was taken: nobody is let in by it.</summary>
    private async Task<string?> RefusalAsync(CancellationToken cancellationToken)
    {
        try
        {
            var known = await grains.GetGrain<IAccessGrain>(Keys.Access).VerifyAsync(token.Id, token.Hash)
                .WaitAsync(AnswerMax, Clock, cancellationToken);
            return known is null ? "it is unknown, has expired or was revoked" : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return FaultText.Of(exception);
        }
    }

    [LoggerMessage(1176, LogLevel.Warning, "No silo could be asked for the token: {Reason}. It is tried again every {Seconds} s")]
    private partial void LogFailed(string reason, double seconds);

    [LoggerMessage(1175, LogLevel.Information, "Ready: http://127.0.0.1:{WebPort}, pages and API of the silos {Place}")]
    private partial void LogReady(int webPort, string place);
}
