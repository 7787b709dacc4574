using OrleansAssets.Domain.Catalogue;

namespace OrleansAssets.Tests.Support;

internal sealed class FakeSystemInfo : ISystemInfo
{
    public string Version => "1.2.3";

    public string Mode => "sandbox";

    public string Database => "none";

    public DateTimeOffset StartedAt { get; init; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
