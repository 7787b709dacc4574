using System.Collections.Immutable;
using OrleansAssets.Accounts;
using OrleansAssets.Assets;
using OrleansAssets.Pages.Halts;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Pages;

public sealed class StopTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<AssetView> Assets =
    [
        .. TestConfiguration.Build().Assets.Select(asset =>
            new AssetView(asset, asset.ClassId == "crypto", "configuration", Now, LastQuote: null, [], AssetFacts.None)),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("everything")]
    [InlineData("portfolios")]
    [InlineData("klass:crypto")]
    public void Read_WhatSaysNothingNarrower_IsEverything(string? text) => Assert.Null(StopScope.Read(text).Halt);

    [Theory]
    [InlineData("portfolio", HaltScope.Portfolio, null)]
    [InlineData("class:crypto", HaltScope.AssetClass, "crypto")]
    [InlineData("asset:BTC/USDT", HaltScope.Asset, "BTC/USDT")]
    public void Read_APart_IsThatPart(string text, HaltScope scope, string? id) =>
        Assert.Equal(new StopScope(scope, id), StopScope.Read(text));

    [Theory]
    [InlineData("everything", "BTC/USDT")]
    [InlineData("asset:ETH/USDT", "ETH/USDT")]
    [InlineData("class:crypto", "BTC/USDT")]
    [InlineData("class:stocks", null)] // not enabled: nothing could be refused
    public void Probe_OfAScope_IsOfAnEnabledAssetInIt(string scope, string? assetId) =>
        Assert.Equal(assetId, StopScope.Read(scope).Probe(Assets)?.AssetId);

    [Fact]
    public void Own_OfAPortfolio_LeavesOutWhatCarriesOutAHaltOfTheAccount()
    {
        var account = new AccountView("USD", 0, 0, [], [],
        [
            new AccountHalt(
                "account-halt-1", null, "Ada", "a rehearsal", Now,
                ImmutableSortedDictionary<string, string>.Empty.Add("main", "halt-3").Add("spare", "halt-1")),
        ]);
        var halts = ImmutableArray.Create(Halt("halt-1"), Halt("halt-3"));
        Assert.Equal("halt-1", Assert.Single(HaltText.Own(account, "main", halts)).HaltId);
        Assert.Equal("halt-3", Assert.Single(HaltText.Own(account, "spare", halts)).HaltId);
        Assert.Equal(2, HaltText.Own(account, "other", halts).Length);
        Assert.Equal(2, HaltText.Own(null, "main", halts).Length);
    }

    [Fact]
    public void ResetHref_OfAHaltInAnotherPortfolio_StaysWithThatPortfolio()
    {
        Assert.Equal("/stop/reset?halt=halt-1", HaltText.ResetHref("main", Halt("halt-1")));
        Assert.Equal("/stop/reset?halt=halt-1&portfolio=spare", HaltText.ResetHref("spare", Halt("halt-1")));
    }

    private static ActiveHalt Halt(string id) => new(id, HaltScope.Portfolio, "main", TradingMode.Halted, "why", Now);
}
