using System.Collections.Immutable;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Audit;
using OrleansAssets.Portfolio;
using Refit;

namespace OrleansAssets.Api;

/// <summary>One portfolio: its book, its limits, its decisions.</summary>
public interface IPortfolioApi
{
    [Get("/portfolios/{portfolio}")]
    Task<PortfolioView> GetAsync(string portfolio, CancellationToken stop);

    [Post("/portfolios/{portfolio}")]
    Task<PortfolioView> CreateAsync(string portfolio, [Body] Why body, CancellationToken stop);

    [Get("/portfolios/{portfolio}/mode")]
    Task<TradingModeView> GetModeAsync(string portfolio, CancellationToken stop);

    [Get("/portfolios/{portfolio}/review")]
    Task<PortfolioReview> ValidateAsync(string portfolio, CancellationToken stop);

    [Get("/portfolios/{portfolio}/journal-anchors")]
    Task<ImmutableArray<AuditPosition>> GetJournalAnchorsAsync(string portfolio, CancellationToken stop);

    [Get("/portfolios/{portfolio}/decisions")]
    Task<DecisionPage> FindDecisionsAsync(
        string portfolio, [Query] DecisionFilter filter, long? before, int most, CancellationToken stop);

    [Get("/portfolios/{portfolio}/decisions/{decision}")]
    Task<OrderDecision> GetDecisionAsync(string portfolio, string decision, CancellationToken stop);

    [Get("/portfolios/{portfolio}/decisions/{decision}/replay")]
    Task<DecisionReplay> ReplayDecisionAsync(string portfolio, string decision, CancellationToken stop);

    [Post("/portfolios/{portfolio}/what-if")]
    Task<WhatIfAnswer> WhatIfAsync(string portfolio, [Body] WhatIfBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/halts")]
    Task<ActiveHalt> HaltAsync(string portfolio, [Body] HaltBody body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/halts/{halt}/reset")]
    Task<ResetAnswer> ResetAsync(string portfolio, string halt, [Body] Why body, CancellationToken stop);

    [Post("/portfolios/{portfolio}/drills")]
    Task<DrillReport> DrillAsync(string portfolio, CancellationToken stop);
}

/// <summary>Which decisions are listed; what is left out is not narrowed.</summary>
public sealed record DecisionFilter(
    string? AssetId = null,
    string? ClassId = null,
    string? StrategyId = null,
    DecisionOutcome? Outcome = null,
    string? BindingRule = null,
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? From = null,
    [property: Query(Format = QueryForm.Instant)] DateTimeOffset? Until = null);
