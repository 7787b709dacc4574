using OrleansAssets.Grains.Catalogue;

namespace OrleansAssets.Tests.Fakes;

internal sealed class FakeSystemInfo : ISystemInfo
{
    public string Version => "1.2.3";

    public string Mode => "sandbox";

    public string Database => "none";

    public DateTimeOffset StartedAt { get; init; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
