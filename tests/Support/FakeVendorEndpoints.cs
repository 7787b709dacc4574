using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Support;

/// <summary>The sandbox, or live vendors with the credentials that a test sets.</summary>
internal sealed class FakeVendorEndpoints(string mode, Uri? sandbox = null) : IVendorEndpoints
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    public string Mode => mode;

    public bool IsOpen { get; set; } = true;

    /// <summary>Cancelled by a test that stops the process.</summary>
    public CancellationTokenSource Stop { get; set; } = new();

    public CancellationToken Closing => Stop.Token;

    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    public Uri BaseAddressOf(string sourceId) => new(sandbox ?? Nowhere, $"/sandbox/{sourceId}");

    /// <summary>Sources that push quotes.</summary>
    public HashSet<string> Pushing { get; } = new(StringComparer.Ordinal);

    public Uri? StreamAddressOf(string sourceId) => Pushing.Contains(sourceId) ? BaseAddressOf(sourceId) : null;

    public string? Secret(string variable) => Secrets.GetValueOrDefault(variable);
}
