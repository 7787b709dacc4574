using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Accounts;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Audit;
using OrleansAssets.Catalogue;
using OrleansAssets.Cli.Audit;
using OrleansAssets.Cli.Configuration;
using OrleansAssets.Cli.Demo;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Notices;
using OrleansAssets.Cli.Performance;
using OrleansAssets.Cli.Phases;
using OrleansAssets.Cli.Status;
using OrleansAssets.CorporateActions;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Answers;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Streams;

namespace OrleansAssets.Cli;

/// <summary>
/// The JSON of the console: camelCase, enums as camelCase names, timeframes by their code, times in UTC. Generated, so that it starts
/// fast.
/// </summary>
[JsonSerializable(typeof(ImmutableArray<AssetView>))]
[JsonSerializable(typeof(ImmutableArray<AssetClassView>))]
[JsonSerializable(typeof(ImmutableArray<PhaseView>))]
[JsonSerializable(typeof(ImmutableArray<DataSourceView>))]
[JsonSerializable(typeof(ImmutableArray<ConfigurationDifference>))]
[JsonSerializable(typeof(ImmutableArray<FeedView>))]
[JsonSerializable(typeof(ImmutableArray<CorporateActionView>))]
[JsonSerializable(typeof(ImmutableArray<SourceCheck>))]
[JsonSerializable(typeof(SizeAnswer))]
[JsonSerializable(typeof(DemoFiles))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(ActivationResult))]
[JsonSerializable(typeof(DeactivationResult))]
[JsonSerializable(typeof(PhasePlan))]
[JsonSerializable(typeof(PhaseForecast))]
[JsonSerializable(typeof(PhaseGlance))]
[JsonSerializable(typeof(ImmutableArray<PhaseLogEntry>))]
[JsonSerializable(typeof(SystemStatus))]
[JsonSerializable(typeof(AssetsConfiguration))]
[JsonSerializable(typeof(ConfigCheckView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(PerformanceView))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(ImmutableArray<AuditEntry>))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(OrderDecision))]
[JsonSerializable(typeof(AcceptanceAnswer))]
[JsonSerializable(typeof(StopAnswer))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(ImmutableArray<Order>))]
[JsonSerializable(typeof(FillAnswer))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(CashFlowAnswer))]
[JsonSerializable(typeof(BookEventAnswer))]
[JsonSerializable(typeof(CorrectionAnswer))]
[JsonSerializable(typeof(ActiveHalt))]
[JsonSerializable(typeof(ResetAnswer))]
[JsonSerializable(typeof(DrillReport))]
[JsonSerializable(typeof(DecisionReplay))]
[JsonSerializable(typeof(ImmutableArray<RuleRow>))]
[JsonSerializable(typeof(RiskModelView))]
[JsonSerializable(typeof(PortfolioView))]
[JsonSerializable(typeof(RefusalAnswer))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountHalt))]
[JsonSerializable(typeof(ImmutableArray<PortfolioGlance>))]
[JsonSerializable(typeof(PortfolioReview))]
[JsonSerializable(typeof(WhatIfAnswer))]
[JsonSerializable(typeof(ImmutableArray<Notice>))]
[JsonSerializable(typeof(ImmutableArray<NoticeChannelView>))]
[JsonSerializable(typeof(ChannelTest))]
[JsonSerializable(typeof(ImmutableArray<SentimentSnapshot>))]
[JsonSerializable(typeof(ImmutableArray<TrendingSymbol>))]
[JsonSerializable(typeof(CurrentPrice))]
[JsonSerializable(typeof(ImmutableArray<StoredQuote>))]
[JsonSerializable(typeof(CandlePage))]
[JsonSerializable(typeof(ImmutableArray<IndicatorValue>))]
[JsonSerializable(typeof(ImmutableArray<WatchedPost>))]
[JsonSerializable(typeof(ImmutableArray<OptionsFlow>))]
[JsonSerializable(typeof(ImmutableArray<EconomicEvent>))]
[JsonSerializable(typeof(CorrelationMatrix))]
[JsonSerializable(typeof(ImmutableArray<DataQuality>))]
[JsonSerializable(typeof(ImmutableArray<QuoteStreamView>))]
[JsonSerializable(typeof(ErrorView))]
internal sealed partial class AssetsJson : JsonSerializerContext
{
    /// <summary>The form of answers.</summary>
    public static AssetsJson Form { get; } = new(Shape(indented: true));

    /// <summary>The same on one line, for answers that go on and on.</summary>
    public static AssetsJson Line { get; } = new(Shape(indented: false));

    private static JsonSerializerOptions Shape(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = indented };
        AnswerJson.Shape(options);
        return options;
    }
}

/// <summary>An error as JSON on stderr.</summary>
internal sealed record ErrorView(ErrorBody Error);

/// <inheritdoc cref="CommandError"/>
internal sealed record ErrorBody(string Code, int ExitCode, string Message, ImmutableArray<string> Details);
