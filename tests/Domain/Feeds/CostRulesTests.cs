using System.Collections.Immutable;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Domain;

public sealed class CostRulesTests
{
    private static readonly AssetsConfiguration Shipped =
        ConfigurationReader.Read(RepositoryFiles.Config, VendorCatalogue.Descriptors).Configuration!; // Held valid by other tests.

    [Theory]
    [InlineData("phase_1_stocks", 0, 250, "polygon")]
    [InlineData("phase_2_leveraged_etfs", 1, 0, "")]
    [InlineData("phase_6_speculative", 5, 50, "unusual_whales")]
    public void Of_PhaseOnTopOfThoseBefore_AddsWhatIsNotPaidYet(string phaseId, int activeUpTo, int addsUsd, string sources)
    {
        var enabled = Shipped.Phases.Take(activeUpTo + 1).SelectMany(phase => phase.Assets).ToHashSet(StringComparer.Ordinal);

        var cost = CostRules.Of(Shipped, Shipped.Phases.Single(phase => phase.Id == phaseId), enabled);

        Assert.Equal((addsUsd, sources), (cost.AddsUsd, string.Join(' ', cost.Sources)));
    }

    /// <summary>A plan of which no key is set is not paid for: a phase's plan said 250 where the status said 0.</summary>
    [Fact]
    public void Of_SourceWithoutAKey_CostsNothing()
    {
        HashSet<string> unkeyed = ["polygon"];
        var phase = Shipped.Phases.Single(phase => phase.Id == "phase_1_stocks");

        Assert.Equal(0, CostRules.Of(Shipped, phase, new HashSet<string>(), unkeyed).AddsUsd);
        Assert.Equal(
            CostRules.MonthlyUsd(Shipped.Sources, Shipped.Assets) - 250, CostRules.MonthlyUsd(Shipped.Sources, Shipped.Assets, unkeyed));
    }
}
