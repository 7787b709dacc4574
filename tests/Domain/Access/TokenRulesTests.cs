using System.Globalization;
using OrleansAssets.Access;
using OrleansAssets.Domain.Access;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Access;

public sealed class TokenRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Create_SaidTwice_ChangesNothingTheSecondTime()
    {
        var once = TokenRules.Create(new AccessState(), Request(), Now);

        Assert.Same(once, TokenRules.Create(once, Request(), Now.AddDays(1)));
        Assert.Throws<InvalidRequestException>(() => TokenRules.Create(once, Request() with { Role = AccessRole.Admin }, Now));
        Assert.Throws<InvalidRequestException>(() => TokenRules.Create(once, Request() with { Hash = new string('b', 64) }, Now));
    }

    /// <summary>Whose answer was lost has it told anew; what somebody uses, or another made, is nobody's to change.</summary>
    [Fact]
    public void Create_AgainUnderAnIdOfTheCallers_HasTheNewHashUntilItWasUsed()
    {
        var (first, again) = (Request() with { IsRepeatable = true }, Request() with { IsRepeatable = true, Hash = new string('b', 64) });
        var once = TokenRules.Create(new AccessState(), first, Now);

        var told = TokenRules.Create(once, again, Now.AddMinutes(1));

        Assert.Single(told.Tokens);
        Assert.Null(TokenRules.Verify(told, first.Id, first.Hash, Now));
        Assert.Equal(Now, TokenRules.Verify(told, first.Id, again.Hash, Now)?.CreatedAt);
        foreach (var other in new[]
        {
            again with { IsRepeatable = false }, again with { By = "Eve" }, again with { Role = AccessRole.Admin },
            again with { Name = "Eve" }, again with { ExpiresAt = Now.AddDays(1) },
        })
        {
            Assert.Throws<InvalidRequestException>(() => TokenRules.Create(once, other, Now));
        }

        Assert.Throws<InvalidRequestException>(() => TokenRules.Create(TokenRules.NoteUse(once, first.Id, Now), again, Now));
        Assert.Throws<InvalidRequestException>(() => TokenRules.Create(TokenRules.Revoke(once, first.Id, "Bob", Now), again, Now));
    }

    [Fact]
    public void Verify_WithAnotherSecretOrId_KnowsNobody()
    {
        var state = TokenRules.Create(new AccessState(), Request(), Now);

        Assert.Equal("Ada", TokenRules.Verify(state, "0a1b2c3d", Hash, Now)?.Name);
        Assert.Null(TokenRules.Verify(state, "0a1b2c3d", new string('b', 64), Now));
        Assert.Null(TokenRules.Verify(state, "0a1b2c3d", "", Now));
        Assert.Null(TokenRules.Verify(state, "ffffffff", Hash, Now));
    }

    [Fact]
    public void Verify_AtTheInstantOfItsEnd_KnowsNobody()
    {
        var state = TokenRules.Create(new AccessState(), Request() with { ExpiresAt = Now.AddHours(1) }, Now);

        Assert.NotNull(TokenRules.Verify(state, "0a1b2c3d", Hash, Now.AddHours(1).AddTicks(-1)));
        Assert.Null(TokenRules.Verify(state, "0a1b2c3d", Hash, Now.AddHours(1)));
    }

    [Fact]
    public void Revoke_ATokenInForce_EndsItForGood()
    {
        var made = TokenRules.Create(new AccessState(), Request(), Now);

        var state = TokenRules.Revoke(made, "0a1b2c3d", "Bob", Now);

        Assert.Null(TokenRules.Verify(state, "0a1b2c3d", Hash, Now));
        Assert.Same(state, TokenRules.Revoke(state, "0a1b2c3d", "Eve", Now.AddDays(1)));
        Assert.Same(state, TokenRules.Create(state, Request(), Now.AddDays(1)));
        Assert.Throws<NotFoundException>(() => TokenRules.Revoke(state, "ffffffff", "Bob", Now));
    }

    /// <summary>Without any, nobody could make a token: the file of the first one is of no use then.</summary>
    [Fact]
    public void Revoke_TheLastOfAnAdmin_IsRefusedUntilThereIsAnother()
    {
        var admin = Request() with { Role = AccessRole.Admin };
        var ended = Numbered(1) with { Role = AccessRole.Admin, ExpiresAt = Now.AddHours(1) };
        var one = TokenRules.Create(TokenRules.Create(TokenRules.Create(new AccessState(), admin, Now), ended, Now), Numbered(2), Now);

        var refused = Assert.Throws<InvalidRequestException>(() => TokenRules.Revoke(one, admin.Id, "Ada", Now.AddHours(1)));
        var two = TokenRules.Create(one, Numbered(3) with { Role = AccessRole.Admin }, Now);

        Assert.Contains("assets tokens make NAME --role admin", refused.Message, StringComparison.Ordinal);
        Assert.NotSame(two, TokenRules.Revoke(two, admin.Id, "Ada", Now.AddHours(1)));
        Assert.NotSame(one, TokenRules.Revoke(one, Numbered(2).Id, "Ada", Now.AddHours(1)));
    }

    [Fact]
    public void Create_MoreThanAreAllowed_IsRefusedUntilOneEnds()
    {
        var full = Enumerable.Range(0, TokenRules.TokensMax).Aggregate(
            new AccessState(), (state, number) => TokenRules.Create(state, Numbered(number), Now));

        Assert.Throws<InvalidRequestException>(() => TokenRules.Create(full, Request() with { Id = "ffffffff" }, Now));
        var room = TokenRules.Revoke(full, Numbered(7).Id, "Bob", Now);
        Assert.NotSame(room, TokenRules.Create(room, Request() with { Id = "ffffffff" }, Now));
    }

    [Fact]
    public void Create_LongAfterOthersEnded_ForgetsThem()
    {
        var ended = TokenRules.Revoke(TokenRules.Create(new AccessState(), Request(), Now), "0a1b2c3d", "Bob", Now);

        var state = TokenRules.Create(ended, Numbered(1), Now + TokenRules.EndedKept + TimeSpan.FromDays(1));

        Assert.Equal(Numbered(1).Id, Assert.Single(state.Tokens).Token.Id);
    }

    [Theory]
    [InlineData("0A1B2C3D", "Ada")]
    [InlineData("0a1b2c3", "Ada")]
    [InlineData("0a1b2c3d", "")]
    [InlineData("0a1b2c3d", "A\nda")]
    public void Create_WithValuesThatBreakARule_IsRefused(string id, string name) => Assert.Throws<InvalidRequestException>(
        () => TokenRules.Create(new AccessState(), Request() with { Id = id, Name = name }, Now));

    [Theory]
    [InlineData("portfolio")]
    [InlineData("Portfolio")]
    [InlineData("supervisor")]
    [InlineData("account")]
    [InlineData("corporate actions")]
    [InlineData("phase_1_stocks")]
    [InlineData("\u0430nn")] // a Cyrillic a
    [InlineData("ann\u200b")]
    [InlineData("<script>")]
    [InlineData("a  b")]
    public void Create_OfANameThatMayBeTakenForAnother_IsRefused(string name) => Assert.Throws<InvalidRequestException>(
        () => TokenRules.Create(new AccessState(), Request() with { Name = name }, Now));

    [Theory]
    [InlineData("ann.lee-2@example.org")]
    [InlineData("Sample strategy")]
    [InlineData("phases")]
    public void Create_OfAPlainName_IsTaken(string name) =>
        Assert.Equal(name, Assert.Single(TokenRules.Create(new AccessState(), Request() with { Name = name }, Now).Tokens).Token.Name);

    [Fact]
    public void Create_OfTheSameNameInAnotherCase_IsRefusedWhileTheOtherIsInForce()
    {
        var ada = TokenRules.Create(new AccessState(), Request(), Now);
        var other = Request() with { Id = "ffffffff", Name = "ADA" };

        Assert.Contains(
            "'Ada'", Assert.Throws<InvalidRequestException>(() => TokenRules.Create(ada, other, Now)).Message, StringComparison.Ordinal);
        Assert.Equal(2, TokenRules.Create(ada, other with { Name = "Ada" }, Now).Tokens.Length);
        Assert.Equal(2, TokenRules.Create(TokenRules.Revoke(ada, "0a1b2c3d", "Bob", Now), other, Now).Tokens.Length);
    }

    /// <summary>A token of an older version keeps its name, whatever it is.</summary>
    [Fact]
    public void Verify_OfATokenWithAnOldName_StillKnowsIt()
    {
        var old = TokenRules.Create(new AccessState(), Request(), Now);
        old = new AccessState { Tokens = [.. old.Tokens.Select(one => one with { Token = one.Token with { Name = "portfolio" } })] };

        Assert.Equal("portfolio", TokenRules.Verify(old, "0a1b2c3d", Hash, Now)?.Name);
    }

    [Fact]
    public void NoteUse_WithinAMinute_IsNotWrittenAgain()
    {
        var state = TokenRules.NoteUse(TokenRules.Create(new AccessState(), Request(), Now), "0a1b2c3d", Now);

        Assert.Equal(Now, Assert.Single(state.Tokens).Token.LastUsedAt);
        Assert.Same(state, TokenRules.NoteUse(state, "0a1b2c3d", Now.AddSeconds(59)));
        Assert.NotSame(state, TokenRules.NoteUse(state, "0a1b2c3d", Now.AddSeconds(60)));
    }

    /// <summary>What is not said otherwise: questions are for all, changes for operators; stopping is for whoever trades.</summary>
    [Theory]
    [InlineData(nameof(IPortfolioGrain.GetAsync), AccessRole.Viewer)]
    [InlineData(nameof(IPortfolioGrain.CheckOrderAsync), AccessRole.Trader)]
    [InlineData(nameof(IPortfolioGrain.HaltAsync), AccessRole.Trader)]
    [InlineData(nameof(IPortfolioGrain.ResetAsync), AccessRole.Operator)]
    [InlineData(nameof(IPortfolioGrain.RecordCashFlowAsync), AccessRole.Operator)]
    public void Role_OfAGrainsMethod_IsWhatItsMarksSay(string method, AccessRole role) =>
        Assert.Equal(role, RoleRules.Of(typeof(IPortfolioGrain).GetMethod(method)!)); // it is named

    private static TokenRequest Request() => new("0a1b2c3d", "Ada", AccessRole.Trader, Hash, null, "Bob");

    private static TokenRequest Numbered(int number) => Request() with { Id = number.ToString("x8", CultureInfo.InvariantCulture) };
}
