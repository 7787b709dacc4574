using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

/// <summary>Sources are equal by what they hold: one that is configured again with the same writes nothing.</summary>
public sealed class DataSourceDefinitionTests
{
    private static DatasetSchedule Schedule => new(
        DatasetKind.Candles, Timeframe.H1, 60, 30, "rate", 5, "@boe", ImmutableArray.Create("forex"), Standby: true);

    private static DataSourceDefinition Source => new(
        "oanda", "OANDA", "free", 12.5m, ["OANDA_KEY"], "https://example.invalid", ["forex"], [new RateWindow("second", 1, 100)],
        [Schedule], Collected: true, 0.01m, 5m);

    public static TheoryData<DataSourceDefinition> Changed =>
    [
        Source with { Id = "x" }, Source with { Name = "x" }, Source with { Plan = "x" }, Source with { MonthlyCostUsd = 1 },
        Source with { KeyVariables = ["x"] }, Source with { LiveUrl = "x" }, Source with { Classes = [] },
        Source with { Windows = [new RateWindow("second", 1, 101)] }, Source with { Datasets = [] }, Source with { Collected = false },
        Source with { UsdPerUnit = null }, Source with { MonthlyBudgetUsd = 6 },
        Of(Schedule with { Kind = DatasetKind.Quotes }), Of(Schedule with { Timeframe = Timeframe.D1 }),
        Of(Schedule with { EverySeconds = 61 }), Of(Schedule with { HistoryDays = 31 }), Of(Schedule with { Indicator = null }),
        Of(Schedule with { LookbackMinutes = 6 }), Of(Schedule with { Account = null }),
        Of(Schedule with { Classes = ImmutableArray<string>.Empty }), Of(Schedule with { Classes = null }),
        Of(Schedule with { Standby = false }),
    ];

    [Fact]
    public void Equals_SameContentInOtherArrays_IsTrueWithTheSameHash()
    {
        Assert.Equal(Source, Source);
        Assert.Equal(Source.GetHashCode(), Source.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Changed))]
    public void Equals_AMemberIsChanged_IsFalse(DataSourceDefinition changed) => Assert.NotEqual(Source, changed);

    private static DataSourceDefinition Of(DatasetSchedule schedule) => Source with { Datasets = [schedule] };
}
