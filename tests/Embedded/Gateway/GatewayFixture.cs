using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using EngineSilo = Orleans.Runtime.Silo;

namespace OrleansAssets.Tests.Embedded.Gateway;

/// <summary>A silo and a client in hosts of their own, joined by TCP only.</summary>
public sealed class GatewayFixture : IAsyncDisposable
{
    IHost? _silo;
    IHost? _client;

    public Gates Gates { get; } = new();

    public int GatewayPort { get; } = FreePort();

    public IGrainFactory Grains => _client!.Services.GetRequiredService<IClusterClient>(); // after StartAsync

    public static async Task<GatewayFixture> StartAsync(Action<IClientBuilder>? configureClient = null)
    {
        var fixture = new GatewayFixture();
        await fixture.StartSiloAsync();
        await fixture.ConnectAsync(configureClient);
        return fixture;
    }

    public async Task StartSiloAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Gates);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(gatewayPort: GatewayPort).AddMemoryGrainStorage("memory"));
        _silo = builder.Build();
        await _silo.StartAsync();
    }

    public async Task ConnectAsync(Action<IClientBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(GatewayPort).UseConnectionRetryFilter((_, _) => Task.FromResult(false));
            configure?.Invoke(client);
        });
        _client = builder.Build();
        await _client.StartAsync();
    }

    public async Task KillSiloAsync()
    {
        var silo = _silo!; // after StartAsync
        silo.Services.GetRequiredService<EngineSilo>().Abort();
        silo.Services.GetRequiredService<GatewayServer>().Abort();
        await silo.StopAsync();
        silo.Dispose();
        _silo = null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { _client, _silo }.OfType<IHost>())
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port; // bound above
    }
}
