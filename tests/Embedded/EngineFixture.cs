using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace OrleansAssets.Tests.Embedded;

/// <summary>One cluster for the tests of engine behaviour; each test uses grains of its own.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public Gates Gates { get; } = new();

    /// <summary>Drives grain timers only.</summary>
    public FakeTimeProvider Clock { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!; // set before the first test

    public IGrainFactory Grains => Cluster.Client;

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddMemoryGrainStorage("memory").AddIncomingGrainCallFilter<MarkingFilter>());
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Services.AddSingleton(Gates);
            host.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            host.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
