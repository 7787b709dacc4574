using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Runs the silo with the host.</summary>
sealed partial class SiloHostedService(
    Silo silo, SiloLifecycle lifecycle, IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants, GatewayServer gateway,
    IEnumerable<IConfigurationValidator> validators,
    ILogger<SiloHostedService> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var validator in validators) validator.ValidateConfiguration();
        foreach (var participant in participants) participant.Participate(lifecycle);
        lifecycle.Subscribe(nameof(Silo), ServiceLifecycleStage.BecomeActive, OpenAsync, CloseAsync);
        try
        {
            await lifecycle.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            LogStartFailed(log, e.Message);
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await lifecycle.StopAsync(cancellationToken);
        silo.Close();
    }

    Task OpenAsync(CancellationToken cancellationToken)
    {
        silo.StartCollecting();
        gateway.Start();
        return Task.CompletedTask;
    }

    async Task CloseAsync(CancellationToken cancellationToken)
    {
        gateway.StopListening();
        try
        {
            await silo.DrainAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogDrainCut(log, silo.Catalog.Activations.Count());
            silo.Abort();
        }
        finally
        {
            await gateway.CloseAsync();
        }
    }

    [LoggerMessage(110, LogLevel.Error, "The silo could not start: {Error}")]
    static partial void LogStartFailed(ILogger logger, string error);

    [LoggerMessage(111, LogLevel.Warning, "The time to stop ran out with {Count} grains still active.")]
    static partial void LogDrainCut(ILogger logger, int count);
}
