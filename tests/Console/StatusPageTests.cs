using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Status;

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
        var status = new SystemStatus(
            "0.1.0", "sandbox", "PostgreSQL 15, private", Now, "0123456789abcdef", Assets: 22, AssetsEnabled: 2, Sources: 15,
            SourcesHealthy: 5, MonthlyCostUsd: 0, "phase_0_crypto", "phase_1_stocks", NextPhaseVerdict: null, Candles: 1_200_345,
            Quotes: 17, Bypasses: [], Overdue: [], areEstimates, Doubts: [], NextPhaseEvidence: null, Notices: [], Portfolios: []);

        var stored = AnswerTableTests.RenderAt(100, [.. StatusPage.Show(Now)(status)])
            .Single(line => line.Contains("candles", StringComparison.Ordinal));

        Assert.Equal(expected, stored.Replace("Stored", "", StringComparison.Ordinal).Trim());
    }
}
