using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo inside the test process.</summary>
public class InProcessSiloHandle : SiloHandle
{
    bool _isActive = true;

    /// <summary>Its host.</summary>
    public IHost SiloHost { get; init; } = null!; // set when the silo starts

    /// <summary>Its services.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;

    /// <inheritdoc/>
    public override bool IsActive => _isActive;

    internal Silo Silo => ServiceProvider.GetRequiredService<Silo>();

    internal GatewayServer Gateway => ServiceProvider.GetRequiredService<GatewayServer>();

    /// <inheritdoc/>
    public override async Task StopSiloAsync(bool stopGracefully)
    {
        if (!_isActive) return;

        if (!stopGracefully)
        {
            Silo.Abort();
            Gateway.Abort();
        }

        await StopSiloAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public override async Task StopSiloAsync(CancellationToken ct)
    {
        if (!_isActive) return;

        _isActive = false;
        await SiloHost.StopAsync(ct);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await StopSiloAsync(stopGracefully: true);
        if (SiloHost is IAsyncDisposable host) await host.DisposeAsync();
        else SiloHost.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
