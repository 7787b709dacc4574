using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

/// <summary>Limits are those of the configuration that a silo was started with, whatever a grain was told.</summary>
public sealed class LoadedLimitsTests
{
    [Fact]
    public async Task CheckOrder_GrainsHoldOtherLimitsThanTheFile_DecidesByTheFile()
    {
        await using var cluster = await StartAsync(deposit: 10_000, price: 100);
        var before = await cluster.Portfolio().DryCheckOrderAsync(Buy("o", 1_000));
        var raised = TestConfiguration.Bitcoin with { Risk = TestConfiguration.Bitcoin.Risk with { MaxPosition = 1, VolatilityScore = 1 } };
        var wide = TestConfiguration.Build().Classes[0] with { MaxAllocation = 1, RiskMultiplier = 5 };

        await cluster.Grains.GetGrain<IAssetInnerGrain>(Keys.Asset(raised.Id)).ConfigureAsync(raised);
        await cluster.Grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(wide.Id)).ConfigureAsync(wide);
        var after = await cluster.Portfolio().DryCheckOrderAsync(Buy("o", 1_000));

        Assert.Equal((DecisionOutcome.Reduced, 10m), (before.Outcome, before.Quantity));
        Assert.Equal((before.Outcome, before.Quantity, before.ConfigurationHash), (after.Outcome, after.Quantity, after.ConfigurationHash));
    }

    /// <summary>A second portfolio may be kept tighter than the account; its paper is as tight as it is.</summary>
    [Fact]
    public async Task CheckOrder_InAPortfolioWithLimitsOfItsOwn_IsBoundByThemAndOthersAreNot()
    {
        var spare = new PortfolioLimits { MaxPortfolioHeat = 0.004m, DailyLossLimit = 0.01m };
        var configuration = TestConfiguration.Build();
        configuration = configuration with { Portfolios = configuration.Portfolios.Add("spare", spare) };
        await using var cluster = await StartAsync(deposit: 10_000, price: 100, configuration: configuration);
        await cluster.Portfolio("spare").RecordCashFlowAsync(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        var order = Buy("o", 10) with { StopPrice = 92 }; // 80 at stake

        var main = await cluster.Portfolio().CheckOrderAsync(order);
        var tight = await cluster.Portfolio("spare").CheckOrderAsync(order);
        await cluster.Portfolio("spare").HoldAsync(Fill("f", null, 10, 100));
        await cluster.QuoteAsync(89); // 110 of 10,000
        await GrainCluster.TickAsync(cluster.Portfolio("spare"), "portfolio");

        Assert.Equal((DecisionOutcome.Approved, null), (main.Outcome, main.Remedy));
        Assert.Equal((DecisionOutcome.Reduced, RuleCodes.PortfolioHeat, 5m), (tight.Outcome, tight.BindingRule, tight.Quantity));
        Assert.Contains(
            (await cluster.Portfolio("spare").GetModeAsync()).Halts,
            halt => halt.Cause.Contains("limit is 1 %", StringComparison.Ordinal));
        Assert.Equal(0.01m, configuration.Of(Keys.ShadowPortfolio("spare", "stocks")).Risk.DailyLossLimit);
        Assert.Same(configuration, configuration.Of("main"));
    }

    [Fact]
    public async Task Activate_GrainHoldsAPhaseWithoutRequirements_IsRefusedByTheFilesOwn()
    {
        await using var cluster = await StartAsync();
        var emptied = TestConfiguration.Build().Phases[1] with { Requirements = [], EarlierPhases = [] };

        await cluster.Grains.GetGrain<IPhaseInnerGrain>(Keys.Phase(emptied.Id)).ConfigureAsync(emptied);
        var readiness = await cluster.Phase(emptied.Id).EvaluateAsync();

        Assert.NotEqual(OrleansAssets.Phases.ReadinessVerdict.Ready, readiness.Verdict);
        Assert.Equal(emptied.Id, readiness.PhaseId);
        Assert.Contains(readiness.Requirements, one => one.Name == "sharpe_ratio_min");
    }
}
