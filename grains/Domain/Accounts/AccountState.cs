using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Accounts;

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
}
