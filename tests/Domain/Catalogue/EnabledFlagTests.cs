using OrleansAssets.Domain;

namespace OrleansAssets.Tests.Domain;

public sealed class EnabledFlagTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Configure_NobodyElseSetTheFlag_TheFileCounts()
    {
        var flag = EnabledFlag.Configure(EnabledFlag.Configure(null, false, Now), true, Now.AddDays(1));

        Assert.Equal(new EnabledFlag(true, "configuration", Now.AddDays(1)), flag);
    }

    [Fact]
    public void Configure_OperatorSetTheFlag_TheOperatorWins()
    {
        var set = EnabledFlag.Set(EnabledFlag.Configure(null, true, Now), false, "alice", Now);

        Assert.Equal(set, EnabledFlag.Configure(set, true, Now.AddDays(1)));
    }

    [Fact]
    public void Set_SameAgain_KeepsTheInstant()
    {
        var set = EnabledFlag.Set(EnabledFlag.Configure(null, true, Now), false, "alice", Now);

        Assert.Same(set, EnabledFlag.Set(set, false, "alice", Now.AddDays(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void Set_NoName_IsRefused(string by) =>
        Assert.Throws<InvalidRequestException>(() => EnabledFlag.Set(EnabledFlag.Configure(null, true, Now), false, by, Now));

    [Theory]
    [InlineData("NVDIA", "There is no asset 'NVDIA'. The nearest is 'NVDA'.")]
    [InlineData("btc", "There is no asset 'btc'. The nearest is 'BTC/USDT'.")]
    [InlineData("WHEAT", "There is no asset 'WHEAT'. There are TSLA, AMD, NVDA, BTC/USDT.")]
    public void UnknownId_Message_NamesWhatIsNearElseWhatThereIs(string id, string said) =>
        Assert.Equal(said, UnknownId.Message("asset", id, ["TSLA", "AMD", "NVDA", "BTC/USDT"]));
}
