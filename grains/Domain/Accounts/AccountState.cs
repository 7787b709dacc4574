using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Accounts;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Domain.Accounts;

/// <summary>What the account keeps: with it a halt that is spread half is finished after a crash.</summary>
[GenerateSerializer, Alias("OrleansAssets.AccountState")]
public sealed record AccountState
{
    [Id(0)]
    public ImmutableArray<AccountHalt> Halts { get; set; } = [];

    /// <summary>Number of the last halt.</summary>
    [Id(1)]
    public long LastNumber { get; set; }

    /// <summary>Halts of portfolios that were the account's once: after a reset they are not spread again.</summary>
    [Id(2)]
    public ImmutableArray<string> Seen { get; set; } = [];

    /// <summary>Operators' words that a halt may be reset, which others wait for.</summary>
    [Id(3)]
    public ImmutableArray<ResetWord> ResetWords { get; set; } = [];

    /// <summary>Resets that not every portfolio has been told yet.</summary>
    [Id(4)]
    public ImmutableArray<AccountReset> Resets { get; set; } = [];
}

/// <summary>A halt of the account that was reset.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AccountReset")]
public sealed record AccountReset(string HaltId, string By, string Reason);
