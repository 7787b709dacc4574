using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Data;

/// <summary>Whose quote stands in for which source's, since when, and how far the two differ. Alpaca comes before Polygon.</summary>
public sealed class StandInRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    /// <summary>Asked each minute, it may be three minutes behind another: a short trouble ends by itself.</summary>
    private static readonly DataSourceDefinition Alpaca = Definitions.Source("alpaca", [], Definitions.Quotes);

    private static readonly DataSourceDefinition Polygon = Definitions.Source("polygon", [], Definitions.Quotes);

    [Theory]
    [InlineData(0, false)]
    [InlineData(180, false)]
    [InlineData(181, true)]
    public void Of_FirstSourceFallsBehind_IsSilentSinceItsLastQuote(int behindSeconds, bool isSilent)
    {
        var told = At("alpaca", 200, -behindSeconds);

        var standsIn = Of(told, At("polygon", 202, 0));

        Assert.Equal(isSilent ? new PriceStandIn("alpaca", StandInCause.Silent, told.At, 0.01m) : null, standsIn);
    }

    /// <summary>Hours later the two are compared by what they said when both spoke.</summary>
    [Fact]
    public void Of_SilentForHours_DiffersByTheQuotesOfThatTime()
    {
        var told = At("alpaca", 200, -7_200);

        Assert.Equal(-0.02m, Of(told, At("polygon", 300, 0), At("polygon", 196, -7_210))?.DiffersBy);
        Assert.Null(Of(told, At("polygon", 300, 0))?.DiffersBy);
    }

    [Fact]
    public void Of_FirstSourceToldNone_SaysSo() =>
        Assert.Equal(new PriceStandIn("alpaca", StandInCause.Silent, null, null), Of(told: null, At("polygon", 202, 0)));

    [Fact]
    public void Of_FirstSourceIsNotBelieved_SaysSinceWhenThoughItSpeaks()
    {
        var doubt = new QuoteDoubt(At("alpaca", 400, -1), QuoteFault.Jump, "a reason", "what explains it", Now.AddMinutes(-5), 5);

        var standsIn = StandInRules.Of(Alpaca, At("alpaca", 400, -1), At("polygon", 202, 0), [], doubt, "crypto");

        Assert.Equal(new PriceStandIn("alpaca", StandInCause.NotBelieved, doubt.Since, -0.495m), standsIn);
    }

    [Theory]
    [InlineData("polygon", "alpaca")]
    [InlineData("alpaca", null)]
    public void FirstBefore_InTheAssetsOrder_IsTheFirstWithQuotes(string source, string? expected)
    {
        var asset = SourceCluster.Asset("NVDA", enabled: true) with
        {
            RequiredSources = ["fred", "alpaca"],
            OptionalSources = ["polygon"],
            Symbols = [new SourceSymbol("fred", "X"), new SourceSymbol("alpaca", "NVDA"), new SourceSymbol("polygon", "NVDA")],
        };

        var fred = Definitions.Source("fred", [], Definitions.HourlyCandles);
        Assert.Equal(expected, StandInRules.FirstBefore([fred, Alpaca, Polygon], asset, source)?.Id);
        Assert.Null(StandInRules.FirstBefore([Alpaca with { Collected = false }, Polygon], asset, "polygon"));
    }

    private static PriceStandIn? Of(Quote? told, Quote price, params ImmutableArray<Quote> beside) =>
        StandInRules.Of(Alpaca, told, price, beside, doubt: null, "crypto");

    private static Quote At(string source, decimal mid, int seconds) => new("NVDA", source, Now.AddSeconds(seconds), mid, mid, null, null);
}
