using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Status;
using OrleansAssets.Phases;

namespace OrleansAssets.Tests.Console;

/// <summary>The installation at a glance, as people read it.</summary>
public sealed class StatusPageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, "about 1,200,345 candles, 17 quotes")]
    [InlineData(false, "1,200,345 candles, 17 quotes")]
    public void Stored_ByThePlannersEstimate_IsNotSaidAsACount(bool areEstimates, string expected)
    {
        var stored = PipedPage.Render(100, [.. StatusPage.Show(Now)(Status with { CountsAreEstimates = areEstimates })])
            .Single(line => line.Contains("candles", StringComparison.Ordinal));

        Assert.Equal(expected, stored.Replace("Stored", "", StringComparison.Ordinal).Trim());
    }

    /// <summary>What somebody else's file earned is not taken for what was earned here.</summary>
    [Fact]
    public void NextPhase_ThatIsMeasured_SaysWhoseRecordItIs()
    {
        var status = Status with { NextPhaseVerdict = ReadinessVerdict.Ready, NextPhaseEvidence = "90 days: 90 imported" };

        Assert.Contains(
            PipedPage.Render(100, [.. StatusPage.Show(Now)(status)]),
            line => line.Contains("(90 days: 90 imported)", StringComparison.Ordinal));
    }

    private static SystemStatus Status => new(
        "0.1.0", "sandbox", "PostgreSQL 15, private", Now, "0123456789abcdef", Assets: 22, AssetsEnabled: 2, Sources: 15,
        SourcesHealthy: 5, MonthlyCostUsd: 0, "phase_0_crypto", "phase_1_stocks", NextPhaseVerdict: null, Candles: 1_200_345, Quotes: 17,
        Bypasses: [], Overdue: [], CountsAreEstimates: false, Doubts: [], NextPhaseEvidence: null, Notices: [], Portfolios: []);
}
