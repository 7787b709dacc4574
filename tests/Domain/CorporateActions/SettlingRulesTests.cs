using System.Collections.Immutable;
using OrleansAssets.CorporateActions;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.CorporateActions;

public sealed class SettlingRulesTests
{
    private static readonly DateOnly On = new(2026, 11, 20);
    private static readonly DateTimeOffset At = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero); // New York's midnight.

    private static readonly CorporateActionView Split = Known(
        new CorporateAction("NVDA", "alpaca", CorporateActionKind.Split, On, NewUnits: 10, OldUnits: 1));

    private static readonly CorporateActionView Dividend = Known(
        new CorporateAction("NVDA", "alpaca", CorporateActionKind.Dividend, On, CashPerUnit: 0.01m, Currency: "USD"));

    [Fact]
    public void Due_BeforeItHolds_IsNothing()
    {
        Assert.Empty(Due(At.AddSeconds(-1), Split));
        Assert.Single(Due(At, Split));
        Assert.Empty(Due(At, Split with { WithdrawnAt = At.AddDays(-1) }));
    }

    [Fact]
    public void Due_Split_IsAnEventUnderAnIdOfItsOwn()
    {
        var due = Assert.Single(Due(At, Split));

        Assert.Equal(
            BookEvent.Split(
                "split:NVDA:2026-11-20", At, "NVDA", 10, 1, "corporate_actions", "split 10:1 as of 2026-11-20, told by alpaca"),
            due.Event);
        Assert.Equal((SettledOutcome.Applied, null), (due.Outcome, due.Note));
    }

    [Fact]
    public void Due_DividendInShares_IsASplitOfWholeUnits()
    {
        var due = Assert.Single(Due(At, Split with { Action = Split.Action with { NewUnits = 1.05m } }));

        Assert.Equal((21, 20), (due.Event!.NewUnits, due.Event.OldUnits));
    }

    [Fact]
    public void Due_Dividend_PaysByTheUnitInItsCurrency()
    {
        var due = Assert.Single(Due(At, Dividend));

        Assert.Equal(
            (BookEventKind.Dividend, 0.01m, "USD", "dividend:NVDA:2026-11-20"),
            (due.Event!.Kind, due.Event.PerUnit!.Value, due.Event.Currency, due.Event.EventId));
    }

    [Fact]
    public void Due_KnownAfterItHeld_IsAppliedAndSaysSo()
    {
        var due = Assert.Single(Due(At.AddDays(3), Split with { KnownAt = At.AddDays(2) }));

        Assert.Equal(SettledOutcome.Applied, due.Outcome);
        Assert.Equal("It became known on 2026-11-22 05:00:00Z, after it held.", due.Note);
        Assert.EndsWith(due.Note!, due.Event!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Due_KnownAQuarterTooLate_IsLeftToPeople()
    {
        var due = Assert.Single(Due(At.AddDays(100), Split with { KnownAt = At.AddDays(91) }));

        Assert.Equal((SettledOutcome.TooLate, null), (due.Outcome, due.Event));
    }

    [Fact]
    public void Due_TwoSources_TakesTheWordOfTheOneThatTheAssetListsFirst()
    {
        var polygon = Split with { Action = Split.Action with { SourceId = "polygon", NewUnits = 5 } };

        Assert.Equal("alpaca", Assert.Single(Due(At, polygon, Split)).Action.SourceId);
    }

    [Theory]
    [InlineData(-3, SettledOutcome.SameAsAnother)]
    [InlineData(2, SettledOutcome.SameAsAnother)]
    [InlineData(4, SettledOutcome.Applied)]
    public void Due_AnotherSourceIsDaysOff_AppliesItOnce(int days, SettledOutcome expected)
    {
        var applied = Split with { Settled = Settled(Split.Action) };
        var other = Split with { Action = Split.Action with { SourceId = "polygon", EffectiveOn = On.AddDays(days) } };

        Assert.Equal(expected, Assert.Single(Due(At.AddDays(7), applied, other)).Outcome);
    }

    [Fact]
    public void Due_BothSourcesAtOnceADayApart_AppliesOneOfThem()
    {
        var other = Split with { Action = Split.Action with { SourceId = "polygon", EffectiveOn = On.AddDays(1) } };

        Assert.Equal(
            [SettledOutcome.Applied, SettledOutcome.SameAsAnother], Due(At.AddDays(2), Split, other).Select(due => due.Outcome));
    }

    [Fact]
    public void Due_SymbolThatNoAssetHas_IsLeftToPeopleWithTheRemedy()
    {
        var change = Known(new CorporateAction("NVDA", "alpaca", CorporateActionKind.SymbolChange, On, NewSymbol: "NVDX"));

        var due = Assert.Single(Due(At, change));

        Assert.Equal((SettledOutcome.LeftToPeople, null), (due.Outcome, due.Event));
        Assert.Equal("alpaca calls NVDA NVDX now: correct its symbol in assets_config.yaml.", due.Note);
    }

    [Fact]
    public void Due_Settled_IsDoneWith() => Assert.Empty(Due(At.AddDays(1), Split with { Settled = Settled(Split.Action) }));

    [Fact]
    public void Concerns_WhatWasHeldWhenItCameToHold_IsConcernedFromTheFirstDayThatTheBookTellsOn()
    {
        var book = Holding(At.AddSeconds(-1));

        Assert.True(ActionConcerns.Of(Split.Action, book, On));
        Assert.True(ActionConcerns.Of(Split.Action, book, On.AddDays(-100)));
        Assert.False(ActionConcerns.Of(Split.Action, book, On.AddDays(1))); // in the record that it began with
        Assert.False(ActionConcerns.Of(Split.Action, book, from: null));
        Assert.False(ActionConcerns.Of(Split.Action with { AssetId = "AMD" }, book, On));
        Assert.False(ActionConcerns.Of(Split.Action, new PortfolioBook(), On));
    }

    [Fact]
    public void Concerns_WhatWasTradedSince_IsForTheHistoryToTell()
    {
        Assert.Null(ActionConcerns.Of(Split.Action, Holding(At), On));
        Assert.Null(ActionConcerns.Of(Split.Action, Holding(At.AddDays(3)) with
        {
            Positions = ImmutableSortedDictionary<string, BookPosition>.Empty,
        }, On));
    }

    [Fact]
    public void SettledOf_BookThatRefuses_IsLeftToPeopleByName()
    {
        var due = Assert.Single(Due(At, Split));

        var settled = SettlingRules.SettledOf(due, ["main", "other"], ["main"], ["Portfolio other refuses it: why."], At);

        Assert.Equal(
            (SettledOutcome.LeftToPeople, "main", "Portfolio other refuses it: why."),
            (settled.Outcome, Assert.Single(settled.Portfolios), settled.Note));
    }

    [Fact]
    public void PriceFactor_SplitThatTheBooksHave_IsThatOfItsRatio()
    {
        var (taken, before) = (Split with { Settled = Settled(Split.Action) }, At.AddHours(-9));

        Assert.Equal(0.1m, SettlingRules.PriceFactor([taken, Dividend], before, At));
        Assert.Equal(1, SettlingRules.PriceFactor([taken], At, At.AddDays(1)));
        Assert.Equal(1, SettlingRules.PriceFactor([taken], before, At.AddSeconds(-1)));
        Assert.Equal(1, SettlingRules.PriceFactor([Split], before, At));
        Assert.Equal(1, SettlingRules.PriceFactor(
            [Split with { Settled = Settled(Split.Action) with { Outcome = SettledOutcome.LeftToPeople } }], before, At));
    }

    /// <summary>No book is in its units, and what another source tells of it is for people: somebody has said that it was not.</summary>
    [Fact]
    public void Due_WhatWasTakenBackInAllBooks_ChangesNoPriceAndIsNotAppliedByAnotherSource()
    {
        var settled = Settled(Split.Action) with { Portfolios = [], TakenBack = ["main"] };
        var other = Known(Split.Action with { SourceId = "polygon", EffectiveOn = Split.Action.EffectiveOn.AddDays(1) });

        var due = Assert.Single(Due(At.AddDays(3), Split with { Settled = settled }, other));

        Assert.Equal((SettledOutcome.LeftToPeople, null), (due.Outcome, due.Event));
        Assert.Contains("that was taken back in main", due.Note, StringComparison.Ordinal);
        Assert.Equal(1, SettlingRules.PriceFactor([Split with { Settled = settled }], At.AddHours(-9), At));
    }

    [Fact]
    public void SettledOf_NobodyHeldIt_IsNobodysConcern()
    {
        var due = Assert.Single(Due(At.AddDays(100), Split with { KnownAt = At.AddDays(91) }));

        var settled = SettlingRules.SettledOf(due, holders: [], [], [], At);

        Assert.Equal((SettledOutcome.Applied, null), (settled.Outcome, settled.Note));
    }

    private static PortfolioBook Holding(DateTimeOffset since) => new()
    {
        Positions = ImmutableSortedDictionary<string, BookPosition>.Empty.Add("NVDA", new BookPosition(
            "NVDA", "stocks", 1, 1_208, 1_208, false, 1_208, since, 1, "", null, since, 0, null, Unmarked: false)),
        LastTouchedAt = ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add("NVDA", since),
    };

    private static ImmutableArray<DueAction> Due(DateTimeOffset now, params CorporateActionView[] known) =>
        SettlingRules.Due([.. known], ShippedConfiguration.Value, now);

    private static SettledAction Settled(CorporateAction action) => new(
        action.AssetId, action.Kind, action.EffectiveOn, action.SourceId, At, SettledOutcome.Applied, ["main"], null);

    private static CorporateActionView Known(CorporateAction action) => new(action, "stocks", At.AddDays(-14), WithdrawnAt: null);
}
