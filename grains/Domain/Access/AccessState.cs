using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Access;

namespace OrleansAssets.Domain.Access;

/// <summary>The tokens, each with the hash of its secret.</summary>
[GenerateSerializer, Alias("OrleansAssets.AccessState")]
public sealed record AccessState
{
    [Id(0)]
    public ImmutableArray<StoredToken> Tokens { get; set; } = [];
}

/// <summary>A token and the hash by which it is known.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.StoredToken")]
public sealed record StoredToken(TokenView Token, string Hash);
