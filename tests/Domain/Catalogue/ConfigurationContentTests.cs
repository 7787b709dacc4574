using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class ConfigurationContentTests
{
    private static readonly AssetsConfiguration File = TestConfiguration.Build();

    [Fact]
    public void Changes_OfALimitAnAssetAndARequirement_AreNamedByTheirPathsWithBothValues()
    {
        var raised = TestConfiguration.Bitcoin with { Risk = TestConfiguration.Bitcoin.Risk with { MaxPosition = 0.5m } };
        var next = File with
        {
            Hash = "next",
            Assets = [raised, .. File.Assets.Skip(2)],
            Phases = File.Phases.Replace(File.Phases[1], File.Phases[1] with { Requirements = File.Phases[1].Requirements.RemoveAt(1) }),
            Risk = File.Risk with { DailyLossLimit = 0.06m },
        };

        var changes = Between(File, next);

        Assert.Contains(new ConfigurationChange("assets.BTC/USDT.risk.maxPosition", "0.10", "0.5"), changes);
        Assert.Contains(new ConfigurationChange("risk.dailyLossLimit", "0.05", "0.06"), changes);
        Assert.Contains(new ConfigurationChange("assets.ETH/USDT.id", "ETH/USDT", null), changes);
        Assert.Contains(new ConfigurationChange("phases.phase_1_stocks.requirements.sharpe_ratio_min.threshold", "1.5", null), changes);
        Assert.DoesNotContain(changes, change => change.Path.StartsWith("assets.NVDA", StringComparison.Ordinal));
        Assert.DoesNotContain(changes, change => change.Path == "hash");
    }

    [Fact]
    public void Changes_OfTheSameConfigurationUnderAnotherHash_AreNone() => Assert.Empty(Between(File, File with { Hash = "comment" }));

    [Fact]
    public void NoteOf_MoreChangesThanAnEntryLists_CountsThemAll()
    {
        var many = Enumerable.Range(0, ConfigurationContent.ChangesMax + 3).Select(index => new ConfigurationChange($"p{index}", "1", "2"));

        var note = ConfigurationContent.NoteOf("after", "before", [.. many], DateTimeOffset.UnixEpoch);

        Assert.Contains("\"count\":503", note.Payload, StringComparison.Ordinal);
        Assert.DoesNotContain("\"p500\"", note.Payload, StringComparison.Ordinal);
    }

    private static System.Collections.Immutable.ImmutableArray<ConfigurationChange> Between(
        AssetsConfiguration before, AssetsConfiguration after) =>
        ConfigurationContent.Changes(ConfigurationContent.Of(before), ConfigurationContent.Of(after));
}
