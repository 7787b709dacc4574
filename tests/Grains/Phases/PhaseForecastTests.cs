using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class PhaseForecastTests
{
    [Fact]
    public async Task Forecast_NoRecord_IsRefusedAndChangesNothing()
    {
        await using var cluster = await GrainCluster.StartAsync();

        var forecast = await cluster.Phase("phase_1_stocks").ForecastAsync();

        Assert.Contains("has no day yet", forecast.Refusal, StringComparison.Ordinal);
        Assert.Null((await cluster.Phase("phase_1_stocks").GetAsync()).LastReadiness);
        await Assert.ThrowsAsync<NotFoundException>(() => cluster.Phase("phase_9").ForecastAsync());
    }

    [Fact]
    public async Task Forecast_EarnedRecord_JudgesThePresentAsReadinessDoes()
    {
        await using var cluster = await PhaseCases.StartEarnedAsync();
        var phase = cluster.Phase("phase_1_stocks");

        var forecast = await phase.ForecastAsync();

        var readiness = await phase.EvaluateAsync();
        Assert.Null(forecast.Refusal);
        Assert.Equal(
            readiness.Requirements.Select(result => (result.Name, result.Met)),
            forecast.Requirements.Select(requirement => (requirement.Name, requirement.MetNow)));
        Assert.All(forecast.Chances, chance => Assert.InRange(chance, 0.99, 1));
        // Phase 2 waits for phase 1, which no drawn day activates.
        Assert.All((await cluster.Phase("phase_2_forex").ForecastAsync()).Chances, chance => Assert.Equal(0, chance));
    }
}
