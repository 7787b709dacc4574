using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Notices;
using OrleansAssets.Silo.Failures;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// What a silo does with the grains when it starts: brings the configuration in, and lets what works by reminders begin. A grain may
/// stand on another silo that has just died, so a step that fails is tried again until it is done; the silo is not ready meanwhile, and
/// says why.
/// </summary>
internal sealed partial class SiloStart(
    IGrainFactory grains,
    AssetsConfiguration configuration,
    SiloReadiness readiness,
    AdminToken adminToken,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<SiloStart> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.StartedAsync(stoppingToken); // no grain can be called before it is a member of its cluster
        await TryAsync(
            "bringing the catalogue in", () => grains.GetGrain<ICatalogueInnerGrain>(Keys.Catalogue).ApplyAsync(), stoppingToken);
        await TryAsync("making the admin's token known", adminToken.EnsureAsync, stoppingToken);
        await TryAsync("making partitions", () => grains.GetGrain<IPartitionsGrain>(Keys.Partitions).StartAsync(), stoppingToken);
        await TryAsync("starting the risk model", () => grains.GetGrain<IRiskModelInnerGrain>(Keys.RiskModel).StartAsync(), stoppingToken);
        await TryAsync(
            "starting the corporate actions", () => grains.GetGrain<ICorporateActionsInnerGrain>(Keys.CorporateActions).StartAsync(),
            stoppingToken);
        await TryAsync("starting the account", () => grains.GetGrain<IAccountInnerGrain>(Keys.Account).StartAsync(), stoppingToken);
        await TryAsync(
            "starting the notices", () => grains.GetGrain<INoticeOutboxGrain>(Keys.Notices).StartAsync(), stoppingToken);
        await Task.WhenAll(configuration.PortfolioIds.Select(id => TryAsync(
            $"starting the daily figures of portfolio {id}",
            () => grains.GetGrain<IPerformanceInnerGrain>(Keys.Performance(id)).StartAsync(),
            stoppingToken)));
        readiness.Done();
    }

    /// <summary>Until it succeeds; each failure is a line in the log.</summary>
    internal async Task TryAsync(string step, Func<Task> run, CancellationToken cancellationToken)
    {
        readiness.WaitFor(step);
        for (var pause = FirstPause; ; pause = Shorter(pause * 2, PauseMax))
        {
            try
            {
                await run().WaitAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                var reason = FaultText.Of(exception);
                readiness.WaitFor($"{step}: {reason}");
                LogAgain(step, reason, pause.TotalSeconds);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(1020, LogLevel.Warning, "Start: {Step} failed: {Reason}. It is tried again in {Seconds} s")]
    private partial void LogAgain(string step, string reason, double seconds);
}
