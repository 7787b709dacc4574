using OrleansAssets.Assets;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Assets;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// What of an asset may wait for its next write: that a quote or a trade of others is newer, and nothing by which anybody may trade or not.
/// </summary>
public sealed class QuoteWriteTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private static readonly AssetState Written = new()
    {
        LastQuote = QuoteAt(0, "alpaca"),
        Freshness = [new SourceFreshness("alpaca", "quotes", Start, Start)],
    };

    private static readonly AssetState Doubted = Written with { Refused = [Refused(1, "polygon", QuoteFault.Spread)] };

    public static TheoryData<string, AssetState, AssetState, bool> Cases => new()
    {
        { "a newer quote", Written, Newer(Written), true },
        { "a newer trade", Written, Written with { LastTrade = new MarketTrade("NVDA", "polygon", Start, 100, 1, "a") }, true },
        { "the same", Written, Written, true },
        { "the first quote", new AssetState(), Written, false },
        { "a source that is new", Written, Newer(Written) with { Freshness = [.. Written.Freshness, .. Written.Freshness] }, false },
        { "one that begins to be held back", Written, Doubted, false },
        { "one that is held back as before", Doubted, Doubted with { Refused = [Refused(2, "polygon", QuoteFault.Spread)] }, true },
        { "another fault", Doubted, Doubted with { Refused = [Refused(2, "polygon", QuoteFault.Jump)] }, false },
        { "another source", Doubted, Doubted with { Refused = [Refused(2, "alpaca", QuoteFault.Spread)] }, false },
        { "one that explains it", Doubted, Newer(Written), false },
        { "the flag", Written, Newer(Written) with { Flag = new EnabledFlag(Enabled: true, "anna", Start) }, false },
        { "facts", Written, Newer(Written) with { Facts = AssetFacts.None with { EarningsDates = [new DateOnly(2026, 11, 25)] } }, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void MayWait_WhatIsNew_IsAQuoteOrATradeAndNothingElse(string what, AssetState written, AssetState next, bool expected) =>
        Assert.True(AssetRules.MayWait(written, next) == expected, what);

    private static AssetState Newer(AssetState state) => state with
    {
        LastQuote = QuoteAt(9, "alpaca"),
        Freshness = [new SourceFreshness("alpaca", "quotes", Start.AddSeconds(9), Start.AddSeconds(9))],
    };

    private static RefusedQuotes Refused(int second, string source, QuoteFault fault) =>
        new(QuoteAt(second, source), Start, second, fault, 100, "a reason", "what explains it");

    private static Quote QuoteAt(int second, string source) => new("NVDA", source, Start.AddSeconds(second), 100, 101, null, null);
}
