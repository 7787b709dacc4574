using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>A client process: connects when the host starts.</summary>
sealed class ClusterClient : IClusterClient, IHostedService, IDisposable
{
    readonly IClientTransport _transport;
    readonly ResponseTimeouts _timeouts;
    readonly GrainReferences _references;

    public ClusterClient(IServiceProvider services, IClientTransport transport, IOptions<ClientMessagingOptions> messaging)
    {
        ServiceProvider = services;
        _transport = transport;
        _timeouts = new(services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Messaging), messaging.Value.ResponseTimeout);
        _references = new(new(transport, _timeouts, services.GetServices<IOutgoingGrainCallFilter>()), transport);
        transport.Attach(_references);
    }

    public IServiceProvider ServiceProvider { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (ServiceProvider.GetService<ClientRefusal>() is { } refusal) throw new OrleansConfigurationException(refusal.Sentence);

        IClientConnectionRetryFilter? retry = null;
        while (true)
        {
            try
            {
                await _transport.ConnectAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                retry ??= ServiceProvider.GetService<IClientConnectionRetryFilter>()
                    ?? new LinearRetryFilter(ServiceProvider.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Messaging));
                if (!await retry.ShouldRetryConnectionAttempt(e, cancellationToken)) throw;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _transport.CloseAsync();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => _references.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => _references.GetGrain(grainInterfaceType, grainPrimaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => _references.GetGrain<TGrainInterface>(grainId);

    public void Dispose() => _timeouts.Dispose();
}
