using System.Collections.ObjectModel;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo and a client inside the test process; the client goes through a loopback gateway.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    const string OneSilo = "The embedded engine is one process and has one silo: run this test with Engine=Orleans.";
    readonly List<InProcessSiloHandle> _silos = [];
    int _generation;
    IHost? _client;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>What the cluster is made of.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The silo.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos => _silos.AsReadOnly();

    /// <summary>The client.</summary>
    public IClusterClient Client => (_client ?? throw new InvalidOperationException("Deploy the cluster first."))
        .Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts silo and client.</summary>
    public Task DeployAsync() => DeployAsync(CancellationToken.None);

    /// <inheritdoc cref="DeployAsync()"/>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        if (Options.InitialSilosCount != 1) throw new NotSupportedException(OneSilo);
        if (_silos.Count > 0) throw new InvalidOperationException("The cluster has been deployed already.");

        _silos.Add(await StartSiloAsync(cancellationToken));
        if (Options.InitializeClientOnDeploy) await InitializeClientAsync(cancellationToken);
    }

    /// <summary>Starts the client.</summary>
    public Task InitializeClientAsync() => InitializeClientAsync(CancellationToken.None);

    /// <inheritdoc cref="InitializeClientAsync()"/>
    public async Task InitializeClientAsync(CancellationToken cancellationToken)
    {
        await StopClusterClientAsync(cancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "TestClusterClient" });
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(Name).UseStaticClustering((StaticGatewayListProviderOptions o) => o.Gateways = Gateways()));
        foreach (var configure in Options.ClientHostConfigurationDelegates) configure(builder);
        _client = builder.Build();
        await _client.StartAsync(cancellationToken);
    }

    /// <summary>The services of the silo.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        (silo is null ? _silos[0] : GetSiloForAddress(silo) ?? throw new ArgumentException($"There is no silo {silo}.", nameof(silo))).ServiceProvider;

    /// <summary>The silo at this address; null when there is none.</summary>
    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => _silos.Find(s => s.SiloAddress.Equals(siloAddress));

    /// <summary>The silos that run.</summary>
    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => _silos.Where(s => s.IsActive);

    /// <summary>The activation of a grain; false when it is not active.</summary>
    public bool TryGetGrainContext(GrainId grainId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IGrainContext? grainContext)
    {
        grainContext = GetActiveSilos().Select(s => s.Silo.Catalog.Find(grainId)).FirstOrDefault();
        return grainContext is not null;
    }

    /// <summary>Deactivates a grain and waits until it is gone.</summary>
    public async Task DeactivateAsync(GrainId grainId)
    {
        if (!TryGetGrainContext(grainId, out var context)) return;

        context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "A test asked for it."));
        await context.Deactivated;
    }

    /// <inheritdoc cref="DeactivateAsync(GrainId)"/>
    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    /// <summary>Waits until a grain is gone.</summary>
    public Task WaitForDeactivationAsync(GrainId grainId) => TryGetGrainContext(grainId, out var context) ? context.Deactivated : Task.CompletedTask;

    /// <inheritdoc cref="WaitForDeactivationAsync(GrainId)"/>
    public Task WaitForDeactivationAsync(IAddressable grain) => WaitForDeactivationAsync(grain.GetGrainId());

    /// <summary>There is one silo, so there is nothing to wait for.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    /// <summary>Starts the silo again after it was stopped or killed; a second one is not on this engine.</summary>
    public Task<InProcessSiloHandle> StartAdditionalSiloAsync() => RestartAsync();

    /// <summary>Stops the silo gracefully.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, gracefully: true);

    /// <summary>Stops the silo as a crash does.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, gracefully: false);

    /// <summary>Stops the silo gracefully and starts it again.</summary>
    public async Task<InProcessSiloHandle> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await EndAsync(instance, gracefully: true);
        return await RestartAsync();
    }

    /// <summary>Stops the client.</summary>
    public Task StopClusterClientAsync() => StopClusterClientAsync(CancellationToken.None);

    /// <inheritdoc cref="StopClusterClientAsync()"/>
    public async Task StopClusterClientAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _client, null) is not { } client) return;

        await client.StopAsync(cancellationToken);
        client.Dispose();
    }

    /// <summary>Stops client and silo gracefully.</summary>
    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        foreach (var silo in _silos.ToList()) await EndAsync(silo, gracefully: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    async Task<InProcessSiloHandle> RestartAsync()
    {
        if (_silos.Count > 0) throw new NotSupportedException(OneSilo);

        var silo = await StartSiloAsync(CancellationToken.None);
        _silos.Add(silo);
        if (_client is { } client) client.Services.GetRequiredService<IOptions<StaticGatewayListProviderOptions>>().Value.Gateways = Gateways();
        return silo;
    }

    async Task EndAsync(InProcessSiloHandle silo, bool gracefully)
    {
        _silos.Remove(silo);
        await silo.StopSiloAsync(gracefully);
        await silo.DisposeAsync();
    }

    async Task<InProcessSiloHandle> StartSiloAsync(CancellationToken cancellationToken)
    {
        var specific = new InProcessTestSiloSpecificOptions { SiloName = "Primary" };
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "TestCluster" });
        builder.UseOrleans(silo => silo.Configure<ClusterOptions>(Name)
            .Configure<EndpointOptions>(o => o.GatewayListeningEndpoint = new(IPAddress.Loopback, specific.GatewayPort)));
        foreach (var configure in Options.SiloHostConfigurationDelegates) configure(specific, builder);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var endpoint = host.Services.GetRequiredService<GatewayServer>().Endpoint!; // started above
        return new() { SiloHost = host, Name = specific.SiloName, SiloAddress = SiloAddress.New(endpoint, ++_generation) };
    }

    void Name(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }

    List<Uri> Gateways() => [.. _silos.Select(s => new UriBuilder("gwy.tcp", s.SiloAddress.Endpoint.Address.ToString(), s.SiloAddress.Endpoint.Port, "0").Uri)];
}
