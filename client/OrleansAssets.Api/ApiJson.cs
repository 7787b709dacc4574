using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansAssets.Access;
using OrleansAssets.Accounts;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Api.Problems;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Audit;
using OrleansAssets.Catalogue;
using OrleansAssets.CorporateActions;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Answers;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Notices;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Reminders;
using OrleansAssets.RiskModel;
using OrleansAssets.Streams;

namespace OrleansAssets.Api;

/// <summary>
/// The JSON of the API: camelCase, enums as camelCase names, timeframes by their code, times in UTC. Generated, so that a program starts
/// fast.
/// </summary>
[JsonSerializable(typeof(AcceptanceAnswer))]
[JsonSerializable(typeof(AccountHalt))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(ActivationBody))]
[JsonSerializable(typeof(ActivationResult))]
[JsonSerializable(typeof(ActiveHalt))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(ApprovalBody))]
[JsonSerializable(typeof(AssetClassView))]
[JsonSerializable(typeof(AssetView))]
[JsonSerializable(typeof(AuditCheck))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditGuard))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(BookEventAnswer))]
[JsonSerializable(typeof(BookEventBody))]
[JsonSerializable(typeof(BookEventPage))]
[JsonSerializable(typeof(CandlePage))]
[JsonSerializable(typeof(CashFlowAnswer))]
[JsonSerializable(typeof(ChannelTest))]
[JsonSerializable(typeof(ConfigurationVersionPage))]
[JsonSerializable(typeof(ConfigurationView))]
[JsonSerializable(typeof(CorrectionAnswer))]
[JsonSerializable(typeof(CorrelationMatrix))]
[JsonSerializable(typeof(CurrentPrice))]
[JsonSerializable(typeof(DataSourceView))]
[JsonSerializable(typeof(DeactivationResult))]
[JsonSerializable(typeof(DecisionPage))]
[JsonSerializable(typeof(DecisionReplay))]
[JsonSerializable(typeof(DrillReport))]
[JsonSerializable(typeof(FeedView))]
[JsonSerializable(typeof(FillAnswer))]
[JsonSerializable(typeof(FillBody))]
[JsonSerializable(typeof(EventCorrectionBody))]
[JsonSerializable(typeof(FillCorrectionBody))]
[JsonSerializable(typeof(FillPage))]
[JsonSerializable(typeof(FlowBody))]
[JsonSerializable(typeof(FlowPage))]
[JsonSerializable(typeof(HaltBody))]
[JsonSerializable(typeof(ImmutableArray<AssetClassView>))]
[JsonSerializable(typeof(ImmutableArray<AssetView>))]
[JsonSerializable(typeof(ImmutableArray<AuditEntry>))]
[JsonSerializable(typeof(ImmutableArray<AuditPosition>))]
[JsonSerializable(typeof(ImmutableArray<AuditStream>))]
[JsonSerializable(typeof(ImmutableArray<Candle>))]
[JsonSerializable(typeof(ImmutableArray<ConfigurationDifference>))]
[JsonSerializable(typeof(ImmutableArray<CorporateActionView>))]
[JsonSerializable(typeof(ImmutableArray<DataQuality>))]
[JsonSerializable(typeof(ImmutableArray<DataSourceView>))]
[JsonSerializable(typeof(ImmutableArray<EconomicEvent>))]
[JsonSerializable(typeof(ImmutableArray<EquityPoint>))]
[JsonSerializable(typeof(ImmutableArray<FeedView>))]
[JsonSerializable(typeof(ImmutableArray<GateBypass>))]
[JsonSerializable(typeof(ImmutableArray<ImportedFill>))]
[JsonSerializable(typeof(ImmutableArray<ImportedEvent>))]
[JsonSerializable(typeof(ImmutableArray<ImportedTrade>))]
[JsonSerializable(typeof(ImmutableArray<IndicatorValue>))]
[JsonSerializable(typeof(ImmutableArray<Notice>))]
[JsonSerializable(typeof(ImmutableArray<NoticeChannelView>))]
[JsonSerializable(typeof(ImmutableArray<OptionsFlow>))]
[JsonSerializable(typeof(ImmutableArray<Order>))]
[JsonSerializable(typeof(ImmutableArray<OverdueWork>))]
[JsonSerializable(typeof(ImmutableArray<PerformanceDetails>))]
[JsonSerializable(typeof(ImmutableArray<PhaseCost>))]
[JsonSerializable(typeof(ImmutableArray<PhaseLogEntry>))]
[JsonSerializable(typeof(ImmutableArray<PhaseView>))]
[JsonSerializable(typeof(ImmutableArray<PortfolioGlance>))]
[JsonSerializable(typeof(ImmutableArray<QuoteStreamView>))]
[JsonSerializable(typeof(ImmutableArray<RuleRow>))]
[JsonSerializable(typeof(ImmutableArray<SentimentSnapshot>))]
[JsonSerializable(typeof(ImmutableArray<SourceCheck>))]
[JsonSerializable(typeof(ImmutableArray<StoredQuote>))]
[JsonSerializable(typeof(ImmutableArray<TokenView>))]
[JsonSerializable(typeof(ImmutableArray<TrendingSymbol>))]
[JsonSerializable(typeof(ImmutableArray<WatchedPost>))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(ImportCounts))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(MarkCorrectionBody))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(NoticeNote))]
[JsonSerializable(typeof(NoticePage))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(OrderDecision))]
[JsonSerializable(typeof(OrderPage))]
[JsonSerializable(typeof(OrderReportBody))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(PerformanceDetails))]
[JsonSerializable(typeof(PerformanceIntervals))]
[JsonSerializable(typeof(PerformanceReport))]
[JsonSerializable(typeof(PerformanceSeries))]
[JsonSerializable(typeof(PhaseForecast))]
[JsonSerializable(typeof(PhasePlan))]
[JsonSerializable(typeof(PhaseView))]
[JsonSerializable(typeof(PortfolioReview))]
[JsonSerializable(typeof(PortfolioView))]
[JsonSerializable(typeof(QuotePage))]
[JsonSerializable(typeof(RateBody))]
[JsonSerializable(typeof(QuoteStreamView))]
[JsonSerializable(typeof(Readiness))]
[JsonSerializable(typeof(RefusalAnswer))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(ResetAnswer))]
[JsonSerializable(typeof(RiskModelView))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SignedHeads))]
[JsonSerializable(typeof(SizeAnswer))]
[JsonSerializable(typeof(SourceCheck))]
[JsonSerializable(typeof(StopAnswer))]
[JsonSerializable(typeof(StopMoveBody))]
[JsonSerializable(typeof(Switch))]
[JsonSerializable(typeof(SystemStatus))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(TokenView))]
[JsonSerializable(typeof(TradePage))]
[JsonSerializable(typeof(TradingModeView))]
[JsonSerializable(typeof(WhatIfAnswer))]
[JsonSerializable(typeof(WhatIfBody))]
[JsonSerializable(typeof(Why))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static ApiJson Form { get; } = new(Shape(indented: true));

    /// <summary>On one line, for answers that go on and on.</summary>
    public static ApiJson Line { get; } = new(Shape(indented: false));

    /// <summary>What is sent: nothing that the other side computes itself.</summary>
    internal static ApiJson Wire { get; } = new(WireShape());

    /// <summary>Options of the form of answers.</summary>
    public static JsonSerializerOptions Shape(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = indented };
        AnswerJson.Shape(options);
        return options;
    }

    private static JsonSerializerOptions WireShape()
    {
        var options = Shape(indented: false);
        options.IgnoreReadOnlyProperties = true;
        return options;
    }
}
