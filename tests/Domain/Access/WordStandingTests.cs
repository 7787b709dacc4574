using OrleansAssets.Access;
using OrleansAssets.Domain.Access;

namespace OrleansAssets.Tests.Domain.Access;

public sealed class WordStandingTests
{
    private static readonly DateTimeOffset Said = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Said.AddHours(1);

    /// <summary>Whom an issuer vouches for, or nobody asks for a name, has no token: his word is not told by tokens.</summary>
    [Fact]
    public void Counts_WithoutAToken_IsSo() => Assert.True(new WordStanding([Token("bob")], Now).Counts("ada", Said));

    [Fact]
    public void Counts_AsLongAsATokenIsInForce()
    {
        Assert.True(new WordStanding([Token("Ada")], Now).Counts(" ada", Said));
        Assert.True(new WordStanding([Token("Ada") with { RevokedAt = Said.AddMinutes(1) }, Token("ada")], Now).Counts("Ada", Said));
        Assert.True(new WordStanding([Token("Ada") with { ExpiresAt = Now.AddTicks(1) }], Now).Counts("Ada", Said));
    }

    [Fact]
    public void Counts_AfterTheLastTokenHasEnded_IsNotSo()
    {
        Assert.False(new WordStanding([Token("Ada") with { RevokedAt = Said.AddMinutes(1) }], Now).Counts("ADA", Said));
        Assert.False(new WordStanding([Token("Ada") with { ExpiresAt = Now }], Now).Counts("Ada", Said));
        Assert.False(new WordStanding(
            [Token("Ada") with { RevokedAt = Now }, Token("Ada") with { Role = AccessRole.Trader }], Now).Counts("Ada", Said));
    }

    /// <summary>Whoever said it after his token had ended said it by another door.</summary>
    [Fact]
    public void Counts_WhatWasSaidAfterTheTokenEnded_IsSo() =>
        Assert.True(new WordStanding([Token("Ada") with { RevokedAt = Said.AddMinutes(-1) }], Now).Counts("Ada", Said));

    private static TokenView Token(string name) =>
        new("0a1b2c3d", name, AccessRole.Operator, Said.AddDays(-1), "root", null, null, null, null);
}
