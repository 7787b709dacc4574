using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.Access;
using OrleansAssets.Catalogue;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Accounts;

/// <summary>
/// All portfolios that are traded, as one: what is halted here is halted in each of them, also in those that are made later; key
/// <see cref="Keys.Account"/>.
/// </summary>
/// <remarks>
/// Each portfolio keeps its own limits. Where none of them is beyond a limit that is a part of equity (loss of the day, drawdown, heat,
/// share of a class), all together are not either, as the whole is their average by equity; so a halt by loss of one portfolio is the
/// account's.
/// </remarks>
[Alias("OrleansAssets.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>The account as it stands.</summary>
    [Alias("Get"), AlwaysInterleave, Question]
    Task<AccountView> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Halts every portfolio until the account's halt is reset. It is written before the first of them is told, and each asks for it before
    /// it decides; the answer names those that have taken it over (<see cref="AccountHalt.Portfolios"/>), the others are told again each
    /// minute. Saying the same again changes nothing. It is never refused for its words.
    /// </summary>
    [Alias("Halt"), Needs(AccessRole.Trader), Repeatable]
    Task<AccountHalt> HaltAsync(string by, string reason);

    /// <summary>
    /// Lifts a halt of the account in every portfolio; their own halts stay. One that follows from an emergency stop needs as many
    /// operators as that does, and says how many are missing (<see cref="AccountView.Remark"/>).
    /// </summary>
    /// <exception cref="InvalidRequestException">That halt is not in force, or nobody is named.</exception>
    [Alias("Reset"), Needs(AccessRole.Operator)]
    Task<AccountView> ResetAsync(ResetRequest request);
}

/// <summary>The account as it stands. Money in <paramref name="Currency"/>.</summary>
/// <param name="Equity">Of all portfolios together.</param>
/// <param name="DayLoss">Lost part of the equity at the start of the day, 0 to 1.</param>
/// <param name="Classes">What is at stake in each class that is held, the largest first.</param>
/// <param name="Portfolios">Each with its own mode, halts and distances.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AccountView")]
public sealed record AccountView(
    string Currency,
    decimal Equity,
    decimal DayLoss,
    ImmutableArray<ClassShare> Classes,
    ImmutableArray<PortfolioGlance> Portfolios,
    ImmutableArray<AccountHalt> Halts)
{
    /// <summary>What is lost where every position of every portfolio meets its stop, as a part of equity; 0 where there is none.</summary>
    [Id(0)]
    public decimal Heat { get; init; }

    /// <summary>
    /// Lost part of the peaks of all portfolios together, 0 to 1: the account's own peak was no higher, as theirs need not have been at
    /// once.
    /// </summary>
    [Id(1)]
    public decimal Drawdown { get; init; }

    /// <summary>In an answer to a reset: in words what it did; else null.</summary>
    [Id(2)]
    public string? Remark { get; init; }
}

/// <summary>What is at stake in a class over all portfolios.</summary>
/// <param name="Exposure">In the account's currency, 0 or more.</param>
/// <param name="Share">Of the account's equity; 0 where there is none.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ClassShare")]
public sealed record ClassShare(string ClassId, decimal Exposure, decimal Share);

/// <summary>A halt of the whole account.</summary>
/// <param name="Origin">The portfolio and its halt that it follows from, e.g. <c>main/halt-17</c>; null for an operator's.</param>
/// <param name="Since">UTC.</param>
/// <param name="Portfolios">The portfolios in which it is in force, by id, and the id of the halt there.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AccountHalt")]
public sealed record AccountHalt(
    string HaltId, string? Origin, string By, string Cause, DateTimeOffset Since, ImmutableSortedDictionary<string, string> Portfolios)
{
    /// <summary>Code of the rule by which its origin halted, one of <see cref="RuleCodes"/>; null for an operator's.</summary>
    [Id(0)]
    public string? RuleCode { get; init; }
}
