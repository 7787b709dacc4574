using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>A service of its own that uses the client library.</summary>
internal sealed class ConnectedClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ConnectedClient(ServiceProvider services) => _services = services;

    public OrleansAssetsClient Assets => _services.GetRequiredService<OrleansAssetsClient>();

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public IPortfolioGrain Portfolio => Assets.Portfolio();

    /// <summary>Connects to a silo's gateway with the token of its admin.</summary>
    public static Task<ConnectedClient> ConnectAsync(SiloProcess silo) => ConnectAsync(options =>
    {
        options.Gateway = new IPEndPoint(IPAddress.Loopback, silo.RunFile.GatewayPort);
        options.Token = silo.Token;
    });

    public static async Task<ConnectedClient> ConnectAsync(Action<OrleansAssetsClientOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOrleansAssetsClient(configure);
        var client = new ConnectedClient(services.BuildServiceProvider());
        foreach (var service in client._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return client;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
