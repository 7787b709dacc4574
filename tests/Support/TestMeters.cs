using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansAssets.Grains.Portfolio;

namespace OrleansAssets.Tests.Support;

/// <summary>Meters as the host makes them, for parts that are tested alone.</summary>
internal static class TestMeters
{
    public static IMeterFactory Factory { get; } =
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static PortfolioMetrics Portfolio { get; } = new(Factory, TestConfiguration.Build(), TimeProvider.System);
}
