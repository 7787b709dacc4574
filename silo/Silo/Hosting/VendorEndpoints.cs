using OrleansAssets.Domain.Configuration;
using OrleansAssets.Silo.Start;
using OrleansAssets.Vendors;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Sources at the vendors (--live) or in this silo's sandbox.</summary>
internal sealed class VendorEndpoints(
    SiloOptions options, AssetsConfiguration configuration, IHostApplicationLifetime lifetime) : IVendorEndpoints
{
    public string Mode => options.Mode;

    public bool IsOpen => options.Live || lifetime.ApplicationStarted.IsCancellationRequested;

    public CancellationToken Closing => lifetime.ApplicationStopping;

    public Uri BaseAddressOf(string sourceId) => options.Live
        ? new Uri(configuration.Sources.First(source => source.Id == sourceId).LiveUrl)
        : new Uri($"http://127.0.0.1:{options.WebPort}/sandbox/{sourceId}");

    public Uri? StreamAddressOf(string sourceId) => configuration.FindSource(sourceId)?.StreamUrl is { } url && options.Streams
        ? options.Live ? new Uri(url) : SandboxStreamOf(sourceId, new Uri(url).Scheme == Uri.UriSchemeWss)
        : null;

    private Uri SandboxStreamOf(string sourceId, bool isSocket) => isSocket
        ? new Uri($"ws://127.0.0.1:{options.WebPort}/sandbox/{sourceId}/stream")
        : BaseAddressOf(sourceId);

    public string? Secret(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
