using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class ForecastRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Last = new(2026, 2, 28);
    private static readonly PhaseDefinition Stocks = TestConfiguration.Build().Phases[1];

    /// <summary>What the record was made with: it is that of its class.</summary>
    private static readonly LedgerTrade Bitcoin =
        new(new Trade("t", "BTC/USDT", null, TradeSide.Long, 1, Now.AddDays(-200), 1, null, null, 0), "crypto");

    [Fact]
    public void Of_EveryDayWins_AllIsMetInEveryFuture()
    {
        var forecast = Forecast(Stocks, Returns(60, day => 0.001m * (1 + (day % 5))));

        Assert.Null(forecast.Refusal);
        Assert.Equal([1, 1, 1], forecast.Chances.AsEnumerable());
        Assert.Equal((60, 1_000), (forecast.HistoryDays, forecast.Draws));
        Assert.Equal([7, 30, 90], forecast.HorizonDays.AsEnumerable());
        Assert.All(forecast.Requirements, requirement => Assert.True(requirement.MetNow));
    }

    [Fact]
    public void Of_EveryDayLoses_NothingMeasuredIsEverMet()
    {
        var forecast = Forecast(Stocks, Returns(60, day => -0.001m * (1 + (day % 5))));

        Assert.Equal([0, 0, 0], forecast.Chances.AsEnumerable());
        Assert.All(Chances(forecast, "crypto_profitable_days"), chance => Assert.Equal(0, chance));
        Assert.Equal([1, 1, 1], Chances(forecast, "stock_data_source").AsEnumerable());
    }

    [Theory]
    [InlineData(0, "the record of main has no day yet; a forecast needs 30")]
    [InlineData(29, "the record of main and its parts share 29 days; a forecast needs 30")]
    public void Of_ShortRecord_IsRefusedInWords(int days, string refusal)
    {
        var forecast = Forecast(Stocks, Returns(days, _ => 0.01m));

        Assert.StartsWith(refusal, forecast.Refusal?.Replace(", crypto", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(forecast.Requirements);
        Assert.Empty(forecast.Chances);
    }

    [Fact]
    public void Of_AnyRecord_KeepsTheLawsOfChances()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var returns = Returns(random.Next(30, 90), _ => (decimal)((random.NextDouble() * 0.03) - 0.012));
            var forecast = Forecast(Stocks, returns);

            Assert.All(
                forecast.Chances.Concat(forecast.Requirements.SelectMany(one => one.Chances)), chance => Assert.InRange(chance, 0, 1));
            for (var at = 0; at < forecast.HorizonDays.Length; at++)
            {
                // All together is no likelier than any alone, nor less likely than the bound of Frechet allows.
                var alone = forecast.Requirements.Select(requirement => requirement.Chances[at]).ToArray();
                Assert.InRange(forecast.Chances[at], Math.Max(0, alone.Sum() - alone.Length + 1) - 1e-9, alone.Min());
            }

            Assert.Equal(Text(forecast), Text(Forecast(Stocks, returns)));
        }
    }

    [Fact]
    public void Of_BetterDaysOrALowerThreshold_NeverLowersTheChanceOfProfitableDays()
    {
        var random = new Random(3);
        var returns = Returns(60, _ => (decimal)((random.NextDouble() * 0.02) - 0.01));
        var better = returns.Select(value => value + 0.001m).ToArray();
        for (var threshold = 20; threshold <= 40; threshold += 2)
        {
            var now = Chances(Forecast(OfDays(threshold), returns), "days");
            var lower = Chances(Forecast(OfDays(threshold - 1), returns), "days");
            var lifted = Chances(Forecast(OfDays(threshold), better), "days");

            Assert.All(now.Zip(lower), pair => Assert.True(pair.Second >= pair.First));
            Assert.All(now.Zip(lifted), pair => Assert.True(pair.Second >= pair.First));
        }
    }

    [Fact]
    public void Of_WindowThatLosesNoDay_GrowsLikelierWithTime()
    {
        var random = new Random(9);
        var returns = Returns(60, _ => (decimal)((random.NextDouble() * 0.02) - 0.01));
        var phase = Stocks with { Requirements = [TestConfiguration.Days("days", 40, 150)] };

        var chances = Chances(Forecast(phase, returns), "days");

        Assert.True(chances[0] <= chances[1] && chances[1] <= chances[2], string.Join(' ', chances));
        Assert.True(chances[2] > chances[0], "The record comes near to its threshold: time must help.");
    }

    [Fact]
    public void Of_CoolDown_IsOverOnItsDay()
    {
        var evidence = Evidence() with { CoolDownUntil = Now.AddDays(20) };

        var forecast = ForecastRules.Of(OfDays(1), evidence, Histories(Returns(60, day => 0.001m * (1 + (day % 5)))), Now);

        Assert.Equal([0, 1, 1], Chances(forecast, "cool_down").AsEnumerable());
        Assert.Equal([0, 1, 1], forecast.Chances.AsEnumerable());
    }

    [Fact]
    public void Of_Capital_GrowsWithTheRecord()
    {
        var evidence = Evidence() with { Portfolio = Evidence().Portfolio with { Equity = 900m } };

        var forecast = ForecastRules.Of(OfDays(1), evidence, Histories(Returns(60, _ => 0.005m)), Now);

        Assert.Equal([0, 1, 1], Chances(forecast, "capital_minimum").AsEnumerable());
    }

    private static PhaseDefinition OfDays(int threshold) =>
        Stocks with { Requirements = [TestConfiguration.Days("days", threshold, 60)] };

    private static PhaseForecast Forecast(PhaseDefinition phase, decimal[] returns) =>
        ForecastRules.Of(phase, Evidence(phase), Histories(returns), Now);

    private static ImmutableArray<double> Chances(PhaseForecast forecast, string name) =>
        Assert.Single(forecast.Requirements, requirement => requirement.Name == name).Chances;

    private static string Text(PhaseForecast forecast) => System.Text.Json.JsonSerializer.Serialize(forecast);

    private static decimal[] Returns(int days, Func<int, decimal> of) => [.. Enumerable.Range(0, days).Select(of)];

    private static ImmutableArray<ForecastHistory> Histories(decimal[] returns) =>
        [.. ForecastRules.RecordsOf(Stocks)
            .Select(record => new ForecastHistory(record.Ledger, record.Scope, Past(returns, record.Scope)))];

    private static RecordResults Past(decimal[] returns, string? scope)
    {
        var equity = new List<EquityPoint> { new(Last.AddDays(-returns.Length), 10_000m, 0) };
        foreach (var change in returns)
        {
            equity.Add(new EquityPoint(equity[^1].Day.AddDays(1), Math.Round(equity[^1].Equity * (1 + change), 4), 0));
        }

        return RecordResults.Of(new PerformanceRecord(
            new PerformanceQuery(90, scope), Last.AddDays(-89), Last, returns.Length == 0 ? [] : [.. equity], [Bitcoin]));
    }

    private static ReadinessEvidence Evidence(PhaseDefinition? phase = null)
    {
        var windows = (phase ?? Stocks).Requirements.Select(requirement => requirement.WindowDays).Append(60).Distinct();
        var histories = Histories(Returns(60, day => 0.001m * (1 + (day % 5))));
        var records = windows.SelectMany(days => histories.Select(history => history.After([], days))).ToImmutableArray();
        return new ReadinessEvidence(
            new PortfolioView("main", "USD", 10_000m, null, 10_000m, 0, 60, 0, []),
            records,
            ImmutableDictionary<string, PhaseStatus>.Empty.Add("phase_0_crypto", PhaseStatus.Active),
            ImmutableDictionary<string, DataSourceView>.Empty.Add(
                "alpaca", FakeSources.View(TestConfiguration.Source("alpaca"), DataSourceStatus.Healthy)),
            StaleAfterDays: 0);
    }
}
