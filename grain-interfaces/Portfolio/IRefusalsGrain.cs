using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;

namespace OrleansAssets.Portfolio;

/// <summary>
/// Why nothing was traded: from the decisions of a portfolio, and from what stands in the way now; key <see cref="Keys.Refusals"/>.
/// </summary>
[Alias("OrleansAssets.IRefusalsGrain")]
public interface IRefusalsGrain : IGrainWithStringKey
{
    /// <summary>What refused orders of an asset, a class or a strategy, how often and since when, and what would heal it.</summary>
    /// <exception cref="NotFoundException">There is no such portfolio, asset or class.</exception>
    /// <exception cref="InvalidRequestException">The span is too long, ends before it begins, or has not begun.</exception>
    [Alias("Why"), AlwaysInterleave, Question]
    Task<RefusalAnswer> WhyAsync(RefusalQuestion question, CancellationToken cancellationToken = default);
}

/// <summary>What is asked of. What is left out is not narrowed.</summary>
/// <param name="Since">From when on, UTC; at most 366 days before the end of the span.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RefusalQuestion")]
public sealed record RefusalQuestion(
    string PortfolioId, DateTimeOffset Since, string? AssetId = null, string? ClassId = null, string? StrategyId = null)
{
    /// <summary>Decisions of before this instant alone, UTC; null for all until now. What stands in the way is of now anyway.</summary>
    [Id(0)]
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Why nothing was traded, or what was.</summary>
/// <param name="Until">When it was asked, UTC; the end of the span that was asked for is in the question.</param>
/// <param name="Decisions">Orders that were decided; 0 means that nobody asked.</param>
/// <param name="Refusals">What refused, the most frequent first.</param>
/// <param name="Standing">What stands in the way now, whether anybody asked or not.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.RefusalAnswer")]
public sealed record RefusalAnswer(
    RefusalQuestion Question,
    DateTimeOffset Until,
    int Decisions,
    int Approved,
    int Reduced,
    int Rejected,
    ImmutableArray<Refusal> Refusals,
    ImmutableArray<Obstacle> Standing);

/// <summary>A check that refused or cut orders.</summary>
/// <param name="Code">One of <see cref="RuleCodes"/>.</param>
/// <param name="Count">Orders that it refused, alone or with others, or cut.</param>
/// <param name="LastDecisionId">The newest of them, for <c>assets risk explain</c>.</param>
/// <param name="Explanation">Of the newest, as is the remedy.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Refusal")]
public sealed record Refusal(
    string Code,
    string Scope,
    int Count,
    DateTimeOffset First,
    DateTimeOffset Last,
    string LastDecisionId,
    string Explanation,
    string? Remedy);

/// <summary>What stands in the way now.</summary>
/// <param name="Scope">What it is of, e.g. <c>asset NVDA</c>.</param>
/// <param name="Since">UTC; null where it is not known.</param>
/// <param name="Remedy">What would heal it.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Obstacle")]
public sealed record Obstacle(string Scope, string What, DateTimeOffset? Since, string Remedy);
