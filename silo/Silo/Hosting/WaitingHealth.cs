using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Answers for health on the web port while the start waits for the database and there is no host yet: alive, not ready, and why. Opened
/// when there is something to wait for, and closed while a host listens there.
/// </summary>
internal sealed class WaitingHealth(SiloOptions options) : IAsyncDisposable
{
    private WebApplication? _app;
    private volatile string _reason = "";

    /// <param name="reason">What is waited for.</param>
    public async Task TellAsync(string reason)
    {
        _reason = reason;
        if (_app is null)
        {
            _app = Build();
            await _app.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = options.RootDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ListenAsTold(options);
        builder.Services.AddHealthChecks().AddCheck(
            "database", () => HealthCheckResult.Unhealthy($"The start waits for the database: {_reason}"));
        var app = builder.Build();
        app.MapAssetsHealth();
        return app;
    }
}
