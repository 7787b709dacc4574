using OrleansAssets.Web.Events;

namespace OrleansAssets.Tests.Web;

/// <summary>From where a listener of pushed quotes goes on.</summary>
public sealed class PushedPlaceTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What the slow asset says in the gap is older than what the fast one said before it, and is told all the same.</summary>
    [Fact]
    public void Read_OfAnEventOfTwoAssets_GoesOnInEachAtItsTime()
    {
        var before = new PushedPlace();
        before.Told("BTC/USDT", At.AddSeconds(10));
        before.Told("NVDA", At);
        before.Told("NVDA", At.AddSeconds(-1)); // out of order

        var place = PushedPlace.Read(before.Text)!; // it is one

        Assert.True(place.IsNew("NVDA", At.AddSeconds(5)));
        Assert.False(place.IsNew("NVDA", At));
        Assert.False(place.IsNew("BTC/USDT", At.AddSeconds(10)));
        Assert.True(place.IsNew("ETH/USDT", At.AddDays(-1))); // nothing of it was told
        Assert.Equal(before.Text, place.Text);
    }

    [Fact]
    public void Text_OfMoreAssetsThanFit_LosesNothing()
    {
        var before = new PushedPlace();
        for (var number = 0; number <= PushedPlace.AssetsMax; number++)
        {
            before.Told($"A{number}", At.AddSeconds(number));
        }

        var place = PushedPlace.Read(before.Text)!; // it is one

        Assert.False(place.IsNew("A0", At));
        Assert.True(place.IsNew("A0", At.AddSeconds(1)));
        Assert.Equal(28, before.Text.Length);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData("BTC%2FUSDT=12")]
    [InlineData("=2026-03-02T12:00:00.0000000Z")]
    [InlineData("NVDA=2026-03-02T12:00:00.0000000Z,")]
    public void Read_OfWhatIsNoPlace_IsNone(string id) => Assert.Null(PushedPlace.Read(id));
}
