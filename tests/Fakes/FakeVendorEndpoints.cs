using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Tests.Fakes;

/// <summary>The sandbox, or live vendors with the credentials that a test sets.</summary>
internal sealed class FakeVendorEndpoints(string mode) : IVendorEndpoints
{
    public string Mode => mode;

    public bool IsOpen { get; set; } = true;

    public Uri BaseAddressOf(string sourceId) => new($"http://127.0.0.1:9/sandbox/{sourceId}");

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public string? Secret(string variable) => Secrets.GetValueOrDefault(variable);
}
