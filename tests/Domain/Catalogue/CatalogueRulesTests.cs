using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What makes a start apply the files anew.</summary>
public sealed class CatalogueRulesTests
{
    private static readonly AssetsConfiguration File = TestConfiguration.Build();

    public static TheoryData<AssetsConfiguration> Changed =>
    [
        File with { Hash = "other" },
        File with { Classes = [.. File.Classes.Select(known => known with { MaxPositions = known.MaxPositions + 1 })] },
        File with { Assets = File.Assets.Replace(TestConfiguration.Bitcoin, TestConfiguration.Bitcoin with { Enabled = false }) },
        File with { Phases = File.Phases.RemoveAt(2) },
        File with { Sources = [.. File.Sources.Select(known => known with { MonthlyCostUsd = known.MonthlyCostUsd + 1 })] },
        File with { Evaluation = File.Evaluation with { EveryMinutes = File.Evaluation.EveryMinutes + 1 } },
    ];

    [Fact]
    public void ContentOf_TheSameReadTwice_IsTheSame() =>
        Assert.Equal(CatalogueRules.ContentOf(File, "1"), CatalogueRules.ContentOf(TestConfiguration.Build(), "1"));

    [Fact]
    public void ContentOf_AnotherProgram_IsAnother() =>
        Assert.NotEqual(CatalogueRules.ContentOf(File, "1"), CatalogueRules.ContentOf(File, "2"));

    [Theory]
    [MemberData(nameof(Changed))]
    public void ContentOf_AnEntryIsChanged_IsAnother(AssetsConfiguration changed) =>
        Assert.NotEqual(CatalogueRules.ContentOf(File, "1"), CatalogueRules.ContentOf(changed, "1"));
}
