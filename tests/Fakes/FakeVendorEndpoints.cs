using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Tests.Fakes;

/// <summary>The sandbox, or live vendors with no credential set.</summary>
internal sealed class FakeVendorEndpoints(string mode, Uri? sandbox = null) : IVendorEndpoints
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    public string Mode => mode;

    public Uri BaseAddressOf(string sourceId) => new(sandbox ?? Nowhere, $"/sandbox/{sourceId}");

    public string? Secret(string variable) => null;
}
