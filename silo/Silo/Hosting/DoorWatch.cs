using Orleans;
using Orleans.Runtime;
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
    ILogger<DoorWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>It is looked at from memory: a silo that takes longer stands still.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.StartedAsync(stoppingToken); // no grain can be called before
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            var refusal = await RefusalAsync(stoppingToken);
            if (refusal is null && readiness.Done())
            {
                LogReady(options.Side.WebPort, options.Place);
            }
            else if (refusal is not null && !readiness.IsLost)
            {
                readiness.WaitFor($"a silo that takes the token {token.Id}: {refusal}");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<string?> RefusalAsync(CancellationToken cancellationToken)
    {
        try
        {
            var known = await grains.GetGrain<IAccessGrain>(Keys.Access).VerifyAsync(token.Id, token.Hash)
                .WaitAsync(AnswerMax, clock, cancellationToken);
            return known is null ? "it is unknown, has expired or was revoked" : null;
        }
        catch (Exception exception) when (exception is AccessDeniedException or InvalidRequestException or AssetsUnavailableException
            or StorageUnavailableException or TimeoutException or OrleansException)
        {
            return FaultText.Of(exception);
        }
    }

    [LoggerMessage(1175, LogLevel.Information, "Ready: http://127.0.0.1:{WebPort}, pages and API of the silos {Place}")]
    private partial void LogReady(int webPort, string place);
}
